"""Draw every link of `data/geo/links.csv` and write `data/geo/link_shapes.geojson`.

Usage: ``pip install scgraph scgraph_data searoute scipy``, then ``python tools/build_shapes.py``.

Roads and railways are traced leg by leg on the OpenStreetMap-derived graphs of `scgraph_data`. These have gaps and
long straight hops, so a trace is believed only if its length is near the link's `length_km`; where it is not, the line
goes through the waypoints in `VIA` (each leg is traced where that works, else straight). Lines that are not yet built
follow the waypoints only. Where many waypoints stand close together, they are points of the full OpenStreetMap tracks,
or their stations (`osm-asia-rail-2026` and `osm-esr-stations` in `sources.csv`). Sea lanes follow `LANES` and, outside
them, searoute; flights are great circles.

A line starts and ends exactly at its places. The property `drawn` says how it came about: `osm` (traced for the most
part), `waypoints`, `searoute` or `straight`. The table printed at the end lists lines whose length is far from
`length_km`: each of them needs its reason in the note of its link.
"""

import csv
import heapq
import itertools
import json
import math
import sys
import types
import warnings
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np
from pyproj import Geod
from scipy.spatial import cKDTree
from shapely.geometry import LineString

Point = tuple[float, float]
Line = list[Point]

FOLDER: Final = Path(__file__).resolve().parent.parent / "data" / "geo"
GRAPHS: Final = {"rail": "world_railways", "road": "world_highways"}
GEOD: Final = Geod(ellps="WGS84")
RADIUS_KM: Final = 6371.0
LONGEST_HOP_KM: Final = 40.0
COARSE_HOP_KM: Final = 250.0
"""Where no trace within the first limit and no waypoint serves, hops up to this: its nodes are the waypoints."""
FARTHEST_SNAP_KM: Final = 25.0
WAYPOINT_SNAP_KM: Final = 8.0
SNAP_PENALTY: Final = 1.5
"""A kilometre off the line costs this many on it."""
WINDING: Final = 1.35
"""A leg between waypoints is traced if it is at most this many times as long as the great circle, plus 5 km."""
SPARE_KM: Final = 5.0
"""A line is taken if its length is within 12 % and this of the stated one: places lie off their stations."""
SHARP_TURN: Final = 0.5
"""A turn at an end is an overshoot if the cosine of its angle is above this."""
SHORT_KM: Final = 30.0
"""A link as short as this may be straight."""
TOLERANCE_DEG: Final = {"rail": 0.003, "road": 0.003, "sea": 0.02, "air": 0.0}
FLIGHT_POINTS: Final = 20

VIA: Final[dict[str, str]] = {
    # Russia, Belarus
    "moscow-ryazan": "38.27,55.42 38.65,55.32 38.77,55.08 39.20,54.85",
    "ryazan-ruzaevka": "40.87,54.32 41.92,54.35 42.84,54.08 43.24,54.08 43.92,54.04",
    "ruzaevka-syzran": "45.80,53.95 46.35,53.85 47.12,53.65 47.90,53.35",
    "ruzaevka-penza": (
        "45.004,54.014 44.997,53.882 44.990,53.855 45.013,53.824 44.982,53.758 44.944,53.709 44.942,53.652 "
        "45.109,53.617 45.133,53.604 45.223,53.588 45.212,53.574 45.198,53.558 45.157,53.524 45.134,53.492 "
        "45.123,53.463 45.104,53.450 45.083,53.431 45.076,53.408 45.070,53.379 45.060,53.335 45.042,53.304 "
        "45.021,53.236"
    ),
    "penza-syzran": "45.70,53.15 46.60,53.12 47.50,53.15",
    "ryazan-penza": (
        "39.98,54.48 40.10,54.39 40.47,54.30 40.85,54.27 41.25,54.10 41.66,54.02 41.90,54.04 42.40,54.08 42.84,54.06 "
        "43.18,53.93 43.45,53.72 43.68,53.53 44.10,53.44 44.61,53.43"
    ),
    "road-syzran-samara": "48.90,53.22 49.30,53.38 49.40,53.50 49.70,53.55 50.05,53.42",
    "kinel-orenburg": "51.30,53.00 52.26,52.78 53.14,52.43 53.65,52.08",
    "samara-orenburg": "51.10,53.05 52.26,52.78 53.14,52.43 53.65,52.08",
    "road-samara-mashtakovo": "50.48,52.40 50.87,52.10",
    "road-ufa-chelyabinsk": "57.30,54.90 57.69,54.99 58.40,55.00 59.00,55.05 59.70,55.17 60.10,55.05 60.80,55.10",
    "road-nevel-st-petersburg": "29.37,56.34 28.65,56.71 28.35,57.35 28.33,57.82 29.85,58.74",
    # Kazakhstan
    "kandyagash-shalkar": "58.14,48.82 58.80,48.30",
    "saksaulskaya-kyzylorda": "61.67,46.80 62.15,45.85 63.30,45.65 64.08,45.49 64.67,45.08",
    "aralsk-kyzylorda": "62.15,45.85 63.30,45.62 64.08,45.49 64.67,45.08",
    "kyzylorda-turkestan": "66.75,44.17 67.24,43.91",
    "karabutak-aralsk": "61.27,48.62 61.30,47.60",
    "rail-shu-almaty": (
        "73.84,43.69 73.94,43.80 74.30,43.80 74.64,43.77 74.95,43.66 75.21,43.53 75.80,43.47 76.31,43.55 76.60,43.40 "
        "76.72,43.36"
    ),
    "rail-zhetygen-aktogay": (
        "77.07,43.87 77.35,44.05 77.70,44.25 77.97,44.36 78.08,44.60 78.15,44.88 77.98,45.25 78.31,45.45 78.55,45.70 "
        "78.72,45.90 78.95,46.24 79.30,46.60"
    ),
    "road-taldykorgan-usharal": "78.64,45.38 79.25,45.41 79.51,45.38 79.92,45.41 80.30,45.65 80.61,45.84 80.87,46.20",
    "road-balkhash-almaty": "73.60,46.10 73.85,45.10 74.00,44.95 75.50,44.30 76.30,43.60",
    "road-taraz-merke": "72.20,42.95 72.75,42.92",
    "aktau-kuryk": "51.35,43.52 51.60,43.35",
    "uzen-temirbaba": "52.95,42.90 53.20,42.50",
    "uzen-bolashak": "53.05,42.85 53.40,42.40",
    # Uzbekistan, Tajikistan, Kyrgyzstan
    "tashkent-angren": "69.40,41.15 69.62,40.93 69.85,40.95",
    "road-angren-kokand": "70.35,41.08 70.53,41.10 70.78,41.02",
    "rail-angren-pap": "70.27,41.07 70.44,41.16 70.69,41.08 70.74,40.98 70.78,40.89 70.92,40.84 71.12,40.85",
    "samarkand-karshi": "66.60,39.55 66.35,39.35 66.05,39.05",
    "rail-guzar-kumkurgan": (
        "66.12,38.55 66.13,38.49 66.18,38.43 66.35,38.38 66.38,38.35 66.45,38.35 66.52,38.28 66.55,38.24 66.68,38.30 "
        "66.75,38.30 66.75,38.31 66.79,38.25 66.87,38.27 66.87,38.25 66.91,38.25 66.88,38.24 66.91,38.19 66.94,38.20 "
        "67.01,38.20 67.07,38.15 67.13,38.11 67.14,38.13 67.19,38.10 67.37,38.09 67.39,38.07 67.38,38.03 67.45,38.00 "
        "67.46,37.97 67.59,37.84"
    ),
    "road-guzar-termez": "66.50,38.35 66.80,38.20 67.03,38.18 67.02,37.67",
    "kumkurgan-denau": "67.72,37.98 67.82,38.15",
    "kumkurgan-termez": "67.58,37.60 67.42,37.35",
    "osh-sary-tash": (
        "72.90,40.50 73.05,40.42 73.14,40.33 73.24,40.25 73.33,40.30 73.44,40.31 73.47,40.20 73.53,40.10 73.48,40.00 "
        "73.40,39.93 73.28,39.87 73.20,39.83 73.16,39.79 73.20,39.76"
    ),
    "sary-tash-irkeshtam-kgz": "73.50,39.70 73.75,39.63",
    "balykchy-naryn": "75.75,42.22 75.85,42.00 75.75,41.82 75.80,41.55",
    "naryn-torugart-kgz": (
        "75.95,41.28 75.80,41.17 75.60,41.10 75.40,41.00 75.22,40.93 75.10,40.82 75.05,40.72 75.20,40.66"
    ),
    "road-jalal-abad-bishkek": (
        "72.75,41.04 72.48,41.04 72.31,41.05 72.19,41.20 72.21,41.29 72.24,41.37 72.32,41.46 72.47,41.53 72.67,41.62 "
        "72.82,41.61 73.02,41.66 73.20,41.73 73.20,41.83 72.94,41.87 72.83,41.96 72.86,42.10 72.98,42.20 73.25,42.21 "
        "73.55,42.19 73.82,42.20 73.88,42.28 73.82,42.34 73.79,42.45 73.83,42.60 73.86,42.80 74.20,42.85"
    ),
    "rail-bishkek-balykchy": (
        "74.72,42.87 74.92,42.88 75.13,42.84 75.30,42.85 75.45,42.81 75.55,42.80 75.69,42.79 75.80,42.70 75.84,42.63 "
        "75.88,42.55 75.95,42.47 76.05,42.44"
    ),
    "rail-makmal-jalal-abad": "73.80,41.22 73.45,41.15 73.15,41.10",
    "rail-torugart-kgz-makmal": "75.10,40.75 74.85,41.00 74.45,41.10",
    "road-kashgar-torugart-chn": "75.70,39.60 75.47,39.72 75.38,39.95 75.45,40.20",
    "road-kashgar-irkeshtam-chn": "75.25,39.72 74.70,39.75 74.30,39.65",
    # Turkmenistan
    "turkmenbashi-bereket": "53.20,39.98 53.42,39.93 53.80,39.80 54.17,39.64 54.37,39.50",
    "bereket-ashgabat": "56.28,38.98 57.42,38.44 57.95,38.16",
    "ashgabat-artyk": "58.52,37.89 58.95,37.73",
    "artyk-tejen": "59.61,37.35 60.05,37.23",
    "tejen-mary": "61.10,37.45",
    "mary-turkmenabat": "62.16,37.61 62.80,38.08 63.18,38.56",
    "mary-serhetabat": "62.35,37.30 62.55,36.90 62.50,36.35 62.70,35.95 62.50,35.60",
    "tejen-sarakhs-tkm": "60.78,37.00 61.05,36.70",
    "bereket-etrek": "55.10,38.80 54.75,38.30 54.70,37.90",
    # Afghanistan: Salang, Kabul gorge, ring road
    "pul-e-khumri-salang": (
        "68.66,35.89 68.70,35.80 68.66,35.72 68.67,35.62 68.78,35.605 68.88,35.59 68.95,35.545 68.98,35.50 "
        "69.00,35.45 69.00,35.40 69.05,35.36"
    ),
    "salang-kabul": (
        "69.05,35.30 69.08,35.28 69.10,35.24 69.15,35.21 69.19,35.16 69.24,35.12 69.23,35.06 69.17,35.01 69.17,34.93 "
        "69.17,34.85 69.15,34.78 69.12,34.72 69.11,34.65 69.12,34.58"
    ),
    "kabul-jalalabad": (
        "69.36,34.54 69.48,34.57 69.62,34.56 69.76,34.59 69.92,34.63 70.08,34.60 70.22,34.55 70.36,34.48"
    ),
    "jalalabad-torkham-afg": "70.62,34.36 70.76,34.26 70.95,34.20 71.04,34.15",
    "kabul-maidan-shahr": "69.10,34.50 69.02,34.47 68.96,34.42 68.90,34.42",
    "maidan-shahr-ghazni": "68.80,34.22 68.75,34.06 68.66,33.86 68.52,33.67",
    "ghazni-kandahar": "68.25,33.37 68.11,33.19 67.77,32.87 67.40,32.52 66.91,32.11 66.55,31.88 66.05,31.66",
    "kandahar-spin-boldak": "65.88,31.48 65.97,31.32 66.20,31.13",
    "kandahar-gereshk": "65.45,31.60 65.06,31.64 64.80,31.73",
    "gereshk-lashkargah": "64.63,31.80 64.61,31.72 64.49,31.62",
    "gereshk-delaram": "64.20,31.90 63.90,32.02 63.65,32.12",
    "delaram-herat": "63.20,32.30 62.85,32.52 62.45,32.75 62.22,33.05 62.15,33.30 62.27,33.64 62.22,34.00",
    "delaram-zaranj": "63.05,31.80 62.60,31.38 62.20,31.10",
    "herat-torghundi": "62.15,34.60 62.14,34.80 62.25,35.00 62.28,35.15",
    "herat-islam-qala": "62.18,34.37 61.96,34.40 61.75,34.38 61.49,34.45 61.27,34.59 61.18,34.67",
    "rail-rozanak-herat": "61.49,34.35 61.85,34.32 62.05,34.25 62.23,34.22",
    "road-herat-rozanak": "61.85,34.33 61.49,34.35",
    "khaf-shamtigh": "60.19,34.57 60.31,34.47 60.48,34.35 60.52,34.33 60.59,34.34",
    "khaf-torbat-e-heydarieh": "59.72,34.90 59.40,35.05",
    "naibabad-pul-e-khumri": "67.69,36.70 67.85,36.48 68.02,36.26 68.30,36.12 68.60,36.00",
    "pul-e-khumri-kunduz": "68.74,36.13 68.87,36.50",
    "kunduz-shirkhan-bandar": "68.84,36.90 68.72,37.05",
    "mazar-i-sharif-shibirghan": "66.90,36.76 66.55,36.83 66.18,36.90 65.95,36.77",
    "shibirghan-andkhoy": "65.45,36.82",
    "andkhoy-maimana": "65.06,36.92 65.04,36.83 64.98,36.62 64.92,36.43 64.86,36.29 64.84,36.08",
    "maimana-qala-i-naw": "64.50,35.84 64.29,35.69 63.78,35.73 63.33,35.58 63.20,35.28",
    "qala-i-naw-herat": "63.07,34.88 63.02,34.75 62.95,34.66 62.80,34.60 62.70,34.55 62.59,34.48 62.40,34.42",
    "kabul-logar": "69.18,34.40 69.10,34.22 69.04,34.08",
    "maidan-shahr-logar": "69.00,34.25 69.12,34.15",
    "logar-gardez": "69.10,33.85 69.17,33.73",
    "gardez-khost": "69.30,33.57 69.37,33.49 69.65,33.44 69.78,33.38",
    "gardez-kharlachi-afg": "69.33,33.67 69.50,33.78 69.72,33.94 69.85,33.88",
    "ghazni-sharana": "68.55,33.35",
    "sharana-angoor-adda-afg": "68.95,33.05 69.18,32.95 69.37,32.70",
    # Afghan railways to come, by the towns of their alignments
    "rail-naibabad-maidan-shahr": (
        "67.69,36.70 67.85,36.48 68.02,36.26 68.30,36.12 68.70,35.94 "
        "68.69,35.61 68.92,35.45 69.10,35.20 69.12,35.02 69.02,34.78 68.98,34.55"
    ),
    "rail-logar-kharlachi-afg": "69.12,33.80 69.30,33.66 69.45,33.74 69.62,33.72 69.80,33.80",
    "rail-kharlachi-pak-peshawar": "70.10,33.88 70.33,33.69 70.54,33.36 71.06,33.53 71.44,33.60 71.50,33.78",
    "rail-herat-kandahar": (
        "62.22,34.00 62.27,33.64 62.15,33.30 62.15,32.85 62.11,32.37 "
        "62.80,32.25 63.42,32.16 63.90,32.02 64.57,31.80 64.40,31.60 65.06,31.55"
    ),
    "rail-herat-mazar-i-sharif": (
        "62.58,34.48 63.10,34.75 63.13,34.99 63.33,35.58 63.78,35.73 64.29,35.69 "
        "64.78,35.92 64.92,36.43 65.12,36.95 65.75,36.67 66.18,36.90 66.90,36.76"
    ),
    # Pakistan: Khyber, ML-1, Bolan (ML-3), Khojak
    "peshawar-torkham-pak": "71.45,33.99 71.38,34.00 71.31,34.02 71.26,34.04 71.22,34.08 71.15,34.10",
    "rail-rawalpindi-peshawar": (
        "72.94,33.67 72.81,33.74 72.70,33.82 72.50,33.80 72.36,33.77 72.24,33.89 72.22,33.96 72.13,34.00 71.98,34.01 "
        "71.79,34.01"
    ),
    "rail-lodhran-khanewal": "71.75,29.90 71.82,30.15",
    "rail-sibi-spezand": "67.72,29.62 67.60,29.72 67.50,29.79 67.33,29.87 67.14,29.91",
    "road-sibi-quetta": "67.65,29.48 67.50,29.60 67.42,29.72 67.33,29.86 67.14,29.91 66.98,30.02",
    "rail-bostan-chaman": (
        "66.97,30.43 66.95,30.46 66.95,30.52 66.92,30.53 66.88,30.56 66.67,30.60 66.64,30.62 66.63,30.65 66.67,30.71 "
        "66.65,30.73 66.65,30.78 66.61,30.80 66.62,30.82 66.55,30.85 66.52,30.82 66.52,30.86 66.50,30.85 66.49,30.90 "
        "66.46,30.89"
    ),
    "road-quetta-chaman": "66.95,30.35 66.88,30.48 66.75,30.60 66.66,30.72 66.62,30.80 66.57,30.85 66.52,30.89",
    "road-quetta-zhob": "66.95,30.35 67.31,30.61 67.74,30.82 68.36,30.70 68.85,30.95",
    "road-zhob-dera-ismail-khan": "69.72,31.48 70.00,31.47 70.34,31.73",
    "karachi-khuzdar": "66.88,25.03 66.67,25.40 66.62,25.81 66.31,26.23 66.35,26.80 66.36,27.35",
    "khuzdar-surab": "66.50,28.15",
    "surab-quetta": "66.43,28.75 66.59,29.03 66.62,29.35 66.60,29.50 66.85,29.80 66.86,29.96 66.94,30.07",
    "gwadar-turbat": "62.55,25.28 62.90,25.40 63.00,25.72",
    "turbat-hoshab": "63.35,26.02",
    "road-hoshab-besima": (
        "63.95,26.50 64.03,26.80 64.09,26.97 64.35,27.10 64.60,27.20 64.85,27.27 65.13,27.40 65.50,27.60"
    ),
    "besima-surab": "66.00,28.13 66.05,28.25 66.19,28.41",
    "besima-khuzdar": "65.87,27.70 66.20,27.67 66.42,27.75",
    "rail-turbat-besima": "63.35,26.02 63.90,26.02 63.95,26.50 64.09,26.97 64.60,27.20 65.13,27.40",
    "rail-besima-mastung": "66.05,28.22 66.25,28.49 66.45,28.75 66.59,29.03 66.60,29.40",
    "rail-besima-jacobabad": "65.87,27.70 66.20,27.67 66.42,27.75 66.61,27.82 67.20,27.90 67.91,27.85",
    "rail-mastung-spezand": "66.88,29.92",
    "karachi-ormara": (
        "66.88,25.03 66.75,25.20 66.67,25.39 66.60,25.60 66.48,25.68 66.25,25.68 66.00,25.58 65.75,25.52 65.55,25.52 "
        "65.50,25.42 65.35,25.38 65.20,25.42 65.05,25.44 64.90,25.42 64.75,25.33"
    ),
    "gwadar-ormara": "62.40,25.25 62.70,25.32 63.05,25.40 63.48,25.37 63.90,25.42 64.25,25.38 64.50,25.30",
    "gwadar-gabd": "62.30,25.22 62.10,25.28 61.85,25.33",
    "quetta-dalbandin": "66.85,29.95 66.45,29.80 66.02,29.55 65.60,29.20 65.10,28.98",
    "dalbandin-taftan": "63.83,28.75 63.30,28.75 62.76,28.82 62.20,28.85",
    "road-lahore-islamabad": "73.98,31.74 73.27,31.92 72.92,32.48 72.70,32.78 72.65,32.94 72.78,33.30 72.85,33.58",
    "port-qasim-hyderabad": "67.28,24.95 67.50,25.10 67.90,25.18",
    "bannu-kohat": "70.78,32.83 70.83,32.76 70.93,32.95 71.09,33.12 71.32,33.35 71.44,33.52",
    "bannu-miran-shah": "70.40,32.98 70.27,32.97",
    "kohat-parachinar": "71.06,33.53 70.54,33.37 70.33,33.69",
    # Karakoram highway
    "mansehra-gilgit": (
        "73.12,34.42 73.10,34.58 73.02,34.68 72.93,34.79 72.88,34.93 72.93,35.05 73.02,35.11 73.18,35.20 73.29,35.29 "
        "73.22,35.45 73.40,35.53 73.60,35.53 73.80,35.48 74.10,35.42 74.35,35.42 74.55,35.48 74.63,35.60 74.62,35.69 "
        "74.62,35.80 74.48,35.87"
    ),
    "gilgit-sost": (
        "74.38,35.93 74.40,36.00 74.33,36.10 74.29,36.20 74.33,36.25 74.45,36.24 74.52,36.27 74.62,36.31 74.70,36.30 "
        "74.80,36.31 74.86,36.35 74.87,36.40 74.89,36.47 74.86,36.58"
    ),
    "sost-khunjerab-pak": "74.93,36.74 75.15,36.75 75.30,36.82",
    "khunjerab-chn-tashkurgan": "75.45,36.95 75.50,37.05 75.42,37.35 75.33,37.50 75.28,37.62",
    "tashkurgan-kashgar": (
        "75.22,37.87 75.10,38.02 74.93,38.19 74.93,38.32 75.04,38.44 75.02,38.58 74.95,38.68 75.12,38.76 75.28,38.78 "
        "75.45,38.92 75.58,39.08 75.52,39.31 75.75,39.32 75.86,39.37"
    ),
    # Iran
    "sirjan-bandar-abbas": (
        "55.65,29.51 55.42,29.14 55.32,29.05 55.35,28.85 55.50,28.65 55.73,28.49 55.78,28.27 55.71,27.94 55.90,27.62 "
        "55.93,27.47 56.01,27.37 56.26,27.21"
    ),
    "road-bandar-abbas-sirjan": "56.05,27.55 55.92,28.00 55.92,28.31 55.70,28.80",
    "rail-tabas-bafq": "56.20,33.25 55.55,33.00 55.60,32.30",
    "torbat-e-heydarieh-tabas": (
        "59.16,35.19 59.03,35.15 58.85,34.98 58.44,34.80 57.95,34.58 57.44,34.34 57.03,34.08 56.78,34.01 56.79,33.82"
    ),
    "rail-kerman-bam": (
        "57.01,30.26 57.04,30.11 57.18,29.90 57.30,29.71 57.48,29.64 57.75,29.42 57.95,29.18 58.23,29.10"
    ),
    "rail-bam-zahedan": (
        "58.54,29.01 58.80,28.98 59.20,28.90 59.60,29.02 59.96,29.24 60.01,29.30 60.18,29.18 60.45,29.18 60.77,29.30 "
        "60.82,29.39"
    ),
    "road-bam-zahedan": "58.88,28.95 59.40,29.35 59.98,29.85 60.50,29.65",
    "rail-rostamkola-garmsar": (
        "53.29,36.66 53.21,36.61 53.06,36.55 52.90,36.48 52.86,36.46 52.89,36.29 52.97,36.18 53.06,36.12 53.04,36.02 "
        "53.01,35.95 52.99,35.91 52.92,35.82 52.78,35.75 52.70,35.65 52.60,35.57 52.50,35.52 52.43,35.43 52.43,35.30 "
        "52.31,35.24"
    ),
    "rail-rasht-anzali": "49.65,37.38 49.62,37.45",
    "rasht-astara-irn": "49.55,37.34 49.25,37.43 49.13,37.52 48.98,37.69 48.92,37.78 48.90,37.94 48.89,38.16",
    "zahedan-iranshahr": "61.00,29.00 61.21,28.22 60.95,27.60",
    "iranshahr-chabahar": (
        "60.46,27.19 60.37,27.15 60.33,26.95 60.28,26.70 60.20,26.45 60.21,26.23 60.15,25.95 60.18,25.75 60.30,25.53 "
        "60.48,25.46"
    ),
    "birjand-zahedan": "59.80,32.20 60.04,31.54 60.00,30.80 60.40,30.00",
    "gorgan-shahrud": "54.85,36.93 55.17,37.08 55.42,36.85 55.20,36.55",
    "road-sarakhs-irn-mashhad": "60.85,36.35 60.53,36.15 60.10,36.15",
    "sarakhs-irn-fariman": (
        "60.95,36.37 60.86,36.17 60.83,36.18 60.78,36.17 60.76,36.19 60.74,36.17 60.71,36.18 60.68,36.14 60.62,36.15 "
        "60.59,36.11 60.52,36.13 60.48,36.08 60.33,36.07 60.25,36.09 60.12,36.03 59.86,36.04 59.80,36.03"
    ),
    "mashhad-fariman": "59.69,36.21 59.78,36.08",
    "fariman-torbat-e-heydarieh": (
        "59.73,35.98 59.63,35.96 59.24,35.95 59.12,35.85 59.11,35.81 59.14,35.80 59.14,35.76 59.20,35.74 59.19,35.70 "
        "59.25,35.62 59.25,35.56 59.18,35.50 59.28,35.44 59.29,35.40 59.26,35.38 59.30,35.38 59.33,35.30 59.31,35.27"
    ),
    "mashhad-shahrud": (
        "59.61,36.00 59.38,35.99 58.97,36.16 58.80,36.20 58.43,36.09 58.09,36.17 57.70,36.19 57.54,36.21 57.10,36.28 "
        "56.82,36.33 56.58,36.38 56.20,36.40 55.88,36.41 55.35,36.42"
    ),
    "lotfabad-mashhad": "59.11,37.44 58.95,37.20 59.15,36.80 59.45,36.45",
    "zabol-zahedan": "61.45,30.87 61.40,30.71 61.22,30.48 61.03,30.27 60.86,30.18 60.85,29.98 60.81,29.72",
    "chabahar-rimdan": "60.79,25.34 61.00,25.45 61.22,25.54 61.45,25.46",
    "mirjaveh-zahedan": "61.33,29.13 61.20,29.30 61.03,29.41 60.95,29.43",
    "amirabad-tehran": "53.06,36.56 52.87,36.46 53.00,36.15 52.77,35.76 52.05,35.72",
    # Caucasus
    "alat-aze-astara-aze": "48.94,40.02 48.93,39.92 48.98,39.60 48.85,39.35 48.66,39.05 48.85,38.75",
    "tbilisi-poti": "44.60,41.90 44.11,41.98 43.60,41.99 43.20,42.05 43.04,42.11 42.34,42.16",
    # China
    "urumqi-jinghe": "86.20,44.30 84.90,44.43 84.03,44.41 83.57,44.53",
    "jinghe-khorgos-chn": (
        "82.52,44.53 82.10,44.60 81.76,44.62 81.25,44.52 81.01,44.39 80.95,44.33 80.81,44.23 80.66,44.18"
    ),
    "rail-kerki-imamnazar": "65.17,37.82 65.18,37.80 65.00,37.59 64.96,37.41 65.06,37.32 65.25,37.25",
    "rail-bereket-etrek": (
        "55.47,39.26 55.25,39.24 55.11,39.13 55.00,39.10 54.69,38.90 54.69,38.65 54.70,38.41 54.63,38.34 54.71,38.17 "
        "54.71,37.89"
    ),
    "rail-astara-aze-astara-irn": "48.88,38.49 48.87,38.50 48.86,38.50 48.84,38.46 48.85,38.44",
    # Long lines that the graph leaves straight
    "rail-novosokolniki-st-petersburg": "30.05,56.90 29.95,57.55 29.96,57.83 30.33,58.65 30.40,59.40",
    "vitebsk-yezyaryshcha": "30.11,55.24 29.98,55.46 29.98,55.54 29.96,55.70",
    "astrakhan-yandyki": "47.95,46.33 47.60,46.22 47.20,46.08 47.05,45.92",
    "astrakhan-olya": "47.80,46.08 47.55,45.92 47.42,45.82",
    "yandyki-kizlyar": "46.85,45.30 46.68,44.92 46.58,44.39",
    "road-iletsk-sagarchin": "55.30,51.05 55.63,51.00 56.10,50.95",
    "road-zhaisan-aktobe": "56.52,50.75 56.85,50.50",
    "road-saratov-yershov": "46.12,51.48 47.00,51.42 47.70,51.40",
    "aktobe-kandyagash": "57.33,49.90",
    "dina-nurpeisova-ganyushkino": "48.90,46.65",
    "ganyushkino-atyrau": "49.70,46.85 50.40,47.00 51.02,47.22 51.50,47.20",
    "road-uralsk-atyrau": "51.20,50.70 51.17,50.20 51.60,49.20 51.78,48.55 51.80,47.70",
    "road-kandyagash-makat": "56.49,49.14 54.90,48.25",
    "road-kostanay-karabutak": "62.60,52.69 61.75,52.45 61.20,52.19 60.60,51.00",
    "rail-tobyl-nikeltau": (
        "62.30,52.30 62.05,51.80 61.75,51.20 61.50,50.75 60.95,50.47 60.50,50.42 59.50,50.40 58.60,50.28 58.44,50.25"
    ),
    "turkestan-arys": "68.45,42.83",
    "mangystau-uzen": "51.75,43.68 52.09,43.59 52.50,43.45",
    "mangystau-kuryk": "51.55,43.48",
    "road-beyneu-mangystau": "53.52,44.32 52.13,44.16 51.75,43.90",
    "zharyk-zhezkazgan": "71.64,48.68 70.80,48.02 69.64,48.08 68.50,47.95",
    "rail-darbaza-maktaaral": "68.80,41.30 68.50,41.00",
    "rail-jalal-abad-andijan": "72.80,40.80",
    "road-kara-suu-jalal-abad": "73.05,40.72 73.30,40.77 73.18,40.90",
    "bukhara-misken": "63.45,40.18 62.40,40.95",
    "road-bukhara-urgench": "63.45,40.13 62.40,40.85 61.40,41.35 61.00,41.50",
    "misken-urgench": "61.05,41.60",
    "misken-nukus": "61.00,41.60 60.78,41.75 60.40,42.00 59.90,42.35",
    "navoi-uchkuduk": "64.90,40.90 64.20,41.60",
    "uchkuduk-misken": "62.80,42.00 62.00,41.75",
    "karakalpakstan-kungrad": "57.50,43.90",
    "rail-serhetyaka-gyzylgaya": (
        "53.84,42.21 53.86,42.16 53.90,42.13 53.96,42.02 54.14,41.85 54.41,41.48 54.65,41.28 54.73,41.26 54.81,41.21 "
        "54.96,41.02 55.10,40.88 55.13,40.80 55.12,40.75 55.16,40.68 55.37,40.57"
    ),
    "rail-gyzylgaya-bereket": (
        "55.47,40.47 55.50,40.39 55.48,40.26 55.50,40.19 55.66,40.08 55.69,40.06 55.78,39.98 55.81,39.92 55.82,39.83 "
        "55.89,39.77 55.93,39.70 55.91,39.64 55.83,39.59 55.61,39.56 55.54,39.48 55.53,39.34 55.49,39.26"
    ),
    "road-garabogaz-post-turkmenbashi": "52.60,41.70 52.58,41.54 52.93,41.07 52.95,40.60",
    "hairatan-naibabad": "67.42,37.00",
    "shamtigh-rozanak": "60.93,34.29 60.98,34.27 61.18,34.35 61.29,34.36",
    "rail-hyderabad-rohri": "68.66,25.77 68.62,25.93 68.41,26.25 68.30,26.77 68.20,27.05 68.55,27.42 68.76,27.53",
    "rail-khanewal-lahore": "72.36,30.44 72.70,30.53 73.11,30.66 73.45,30.81 73.85,31.02 74.22,31.25 74.34,31.46",
    "lahore-rawalpindi": "74.19,32.16 74.12,32.44 74.08,32.57 73.96,32.70 73.73,32.93 73.42,33.13 73.30,33.25",
    "rail-pipri-kotri": "67.77,24.86 68.00,25.02",
    "jacobabad-sibi": "68.35,28.37 68.22,28.55 68.00,29.00",
    "rail-spezand-dalbandin": "66.80,29.88 66.45,29.75 66.02,29.55 65.60,29.20 65.10,28.98",
    "rail-beyneu-oazis": "55.55,45.10",
    "road-shymkent-arys": "69.20,42.33",
    "road-makat-kulsary": "53.60,47.35",
    "rail-zhezkazgan-saksaulskaya": "66.60,47.65 64.50,47.50",
    "rail-esil-tobyl": "65.50,52.15 64.60,52.42 63.60,52.58",
    "rail-rohri-khanpur": "69.32,28.00 69.70,28.15 70.13,28.30 70.30,28.42",
    "road-krasny-kamen-bryansk": "31.93,52.54 32.24,52.76 32.68,52.85 33.45,52.93",
    "islamabad-mansehra": "72.83,33.80 72.93,33.99 73.21,34.15",
    "daut-ata-kungrad": "57.40,43.95",
    "road-makat-atyrau": "52.60,47.42",
    "road-nukus-kungrad": "59.45,42.41 59.10,42.75",
    "road-kerki-imamnazar": "65.24,37.60",
    "road-orenburg-iletsk": "55.05,51.45",
    "road-yershov-ozinki": "49.00,51.25",
    "taskala-post-uralsk": "50.85,51.15",
    "beyneu-tajen": "55.60,45.08",
    "road-zhezkazgan-kyzylorda": "66.80,46.60 66.00,45.50",
    "road-orsha-redki": "30.43,54.58 30.70,54.62",
    "road-krasnaya-gorka-smolensk": "31.35,54.75 31.70,54.87 32.00,54.90",
    "road-gomel-selishche": "31.11,52.35 31.31,52.41",
    "road-syrym-uralsk": "51.16,51.58 51.27,51.48 51.30,51.33",
    "road-astrakhan-karauzek": "48.05,46.42 48.20,46.47 48.34,46.53 48.48,46.53",
    "road-kizlyar-makhachkala": "46.66,43.81 46.74,43.57 46.88,43.52 47.20,43.35 47.35,43.20 47.47,43.11 47.54,43.03",
    "rail-tashkent-angren": "69.25,41.12 69.36,41.03 69.50,40.95 69.63,40.92 69.86,40.94 70.00,40.98",
    "rail-namangan-andijan": "71.82,41.07 71.95,41.08 72.09,41.06 72.12,40.97 72.15,40.92 72.27,40.89 72.31,40.85",
    "road-zhibek-zholy-kaz-saryagash": "69.25,41.47",
    "road-kumkurgan-denau": "67.70,37.88 67.79,38.00 67.88,38.15",
    "rail-kumkurgan-denau": "67.71,37.94 67.81,38.05 67.90,38.18",
    "road-andijan-dustlik-uzb": "72.45,40.70 72.50,40.64 72.56,40.67 72.66,40.66",
    "road-etrek-akyayla": "54.81,37.60",
    "road-hairatan-naibabad": "67.43,37.18 67.45,37.00 67.38,36.85",
    "road-andkhoy-aqina": "65.20,37.05",
    "road-khost-ghulam-khan-afg": "69.95,33.28 70.05,33.20",
    "road-kohat-peshawar": "71.53,33.65 71.52,33.69 71.58,33.80 71.57,33.93",
    "rail-khaf-torbat-e-heydarieh": "60.19,34.57 60.00,34.74 59.62,34.95 59.40,35.12 59.31,35.27",
    "road-milak-zabol": "61.67,30.91",
    "rail-iranshahr-chabahar": "60.35,26.85 60.21,26.23 60.15,25.80 60.50,25.50",
    "road-rasht-anzali": "49.61,37.31 49.66,37.39 49.63,37.45 49.55,37.46",
    "road-birjand-yazd": (
        "58.90,32.79 58.60,32.95 58.20,33.02 57.80,33.22 57.50,33.29 57.20,33.50 56.92,33.60 56.60,33.48 56.40,33.32 "
        "55.98,33.12 55.55,33.03 55.40,32.80 55.25,32.58 54.95,32.42 54.67,32.34 54.45,32.10"
    ),
    "road-gardabani-tbilisi": "45.00,41.55",
    "road-tbilisi-poti": (
        "44.72,41.89 44.42,41.96 44.10,42.02 43.77,42.03 43.60,42.02 43.48,42.07 43.30,42.08 43.04,42.12 42.94,42.17 "
        "42.74,42.19 42.49,42.16 42.34,42.16 42.20,42.10 42.05,42.10 41.88,42.07"
    ),
    "rail-krasnodar-novorossiysk": (
        "38.91,44.93 38.86,44.90 38.68,44.86 38.49,44.87 38.38,44.86 38.16,44.87 37.99,44.93 37.88,44.87 37.84,44.80"
    ),
    "rail-baku-alat-aze": "49.75,40.32 49.60,40.28 49.53,40.21 49.46,40.16",
    "road-uzen-temirbaba": "52.86,43.05 52.88,42.70 52.85,42.40 52.77,42.12",
    "khuzdar-shikarpur": "67.15,27.74 67.45,27.80 67.71,27.87 67.92,27.88 68.29,27.79",
    "road-maidan-shahr-logar": "68.96,34.42 69.08,34.45 69.14,34.38 69.10,34.21",
    "rail-uzen-bolashak": "53.20,43.05 53.60,42.68",
    "rail-aqina-andkhoy": "65.21,37.08",
    # Round Moscow and Samara, the Caucasus, southern Iran and other ways round
    "kalinkovichi-gomel": "29.83,52.25 30.39,52.36",
    "kaluga-tula": (
        "36.31,54.56 36.33,54.58 36.39,54.60 36.46,54.61 36.53,54.60 36.59,54.57 36.63,54.53 36.76,54.51 36.84,54.49 "
        "36.97,54.51 37.02,54.49 37.08,54.50 37.18,54.46 37.35,54.44 37.46,54.40 37.47,54.33 37.47,54.29 37.49,54.26 "
        "37.56,54.24"
    ),
    "rail-mineralnye-vody-makhachkala": "43.47,44.15 44.03,43.76 44.65,43.74 46.10,43.35",
    "rail-dera-ghazi-khan-kot-addu": "70.85,30.51",
    "road-mineralnye-vody-makhachkala": (
        "43.05,44.05 43.54,43.68 43.85,43.55 44.53,43.19 46.10,43.35 46.59,43.25 46.87,43.20"
    ),
    "oryol-tula": "36.58,53.28 36.91,53.45 37.29,53.71 37.51,54.01",
    "rail-brest-kalinkovichi": "24.01,52.20 24.36,52.21 25.53,52.15 26.07,52.12 26.80,52.25 27.48,52.22 27.86,52.22",
    "rail-bryansk-oryol": "34.98,53.12",
    "rail-faisalabad-lahore": "73.38,31.72 73.99,31.71",
    "rail-jacobabad-dera-ghazi-khan": "69.18,28.25 69.58,28.43 69.95,28.69 70.33,29.10 70.60,29.64",
    "rail-kerki-surkhanabad": "65.75,37.60 66.26,37.36",
    "rail-khanewal-faisalabad": "72.27,30.81 72.48,30.97 72.68,31.15",
    "rail-kot-addu-kundian": "70.94,30.96 70.95,31.22 71.06,31.63",
    "rail-kotri-dadu": "67.86,26.42",
    "rail-kundian-attock": (
        "71.55,32.62 71.58,32.80 71.58,32.89 71.64,32.91 71.69,32.90 71.69,32.91 71.74,32.94 71.76,32.96 71.79,33.05 "
        "71.86,33.14 71.86,33.18 71.89,33.20 71.89,33.22 71.90,33.24 71.89,33.27 71.89,33.29 71.92,33.30 71.93,33.38 "
        "71.92,33.40 71.96,33.43 72.08,33.46 72.13,33.52 72.18,33.55 72.24,33.56 72.32,33.59 72.33,33.63 72.33,33.67 "
        "72.36,33.70 72.34,33.77"
    ),
    "rail-minsk-mogilev": "28.63,53.31",
    "rail-mogilev-gomel": "30.23,53.52 30.05,53.09 30.02,52.89",
    "rail-oryol-yelets": "36.89,52.90 37.24,52.81 37.69,52.78 37.97,52.69",
    "rail-roslavl-bryansk": "33.73,53.53",
    "rail-roslavl-kaluga": "33.95,54.01 34.30,54.07 35.34,54.10",
    "rail-saratov-volgograd": "45.21,50.14 45.41,50.09",
    "rail-smolensk-kaluga": "33.17,54.58 34.02,54.41 35.34,54.10",
    "rail-tikhoretsk-mineralnye-vody": "40.57,45.44 41.11,45.00 41.94,44.63",
    "rail-tula-ryazhsk": "38.16,53.98 39.25,53.79 39.55,53.82",
    "rail-vyazma-bekasovo": "35.00,55.55 36.03,55.50 36.70,55.58",
    "rail-vyazma-kaluga": "35.93,54.81",
    "road-aksai-post-uralsk": "53.00,51.17 51.96,51.22",
    "road-ardabil-zanjan": "48.25,37.95 48.34,37.69 48.15,37.40 47.88,37.13",
    "road-ayni-dushanbe": "68.82,38.77",
    "road-bamyan-kabul": "68.26,34.91 68.55,34.98 68.87,35.02 69.17,35.01",
    "road-bamyan-maidan-shahr": "67.98,34.78 68.07,34.68 68.36,34.45 68.63,34.47",
    "road-bileh-savar-ardabil": "48.08,39.03",
    "road-bobruisk-krichev": "30.05,53.09 30.46,53.16 31.38,53.57",
    "road-bojnurd-gorgan": "56.92,37.56 55.43,37.27 55.17,37.09",
    "road-brest-bobruisk": "24.36,52.21 24.98,52.53 25.34,52.71 27.54,53.02 28.68,52.90",
    "road-brest-kalinkovichi": "24.36,52.21 25.16,52.19 25.53,52.15 26.07,52.12 27.48,52.22 27.86,52.22",
    "road-bryansk-bekasovo": "34.74,53.75 35.34,54.10 36.27,54.53 36.47,55.01 36.66,55.18",
    "road-bryansk-oryol": "34.98,53.12",
    "road-dariali-tbilisi": "44.64,42.66 44.48,42.48 44.69,42.35 44.72,41.85",
    "road-dashoguz-ashgabat": "59.28,41.90 58.40,40.18 58.48,38.78",
    "road-dera-ghazi-khan-loralai": "69.99,29.92 69.93,30.05 69.37,30.47",
    "road-elista-astrakhan": "45.34,46.17",
    "road-elista-kizlyar": "45.34,46.17 46.04,45.34 46.58,44.39",
    "road-elista-mineralnye-vody": "42.91,45.72 42.86,45.33 43.44,45.10 43.00,44.71",
    "road-isfahan-yazd": "53.09,32.86 54.02,32.31 54.02,32.25",
    "road-jask-chabahar": "60.40,25.36",
    "road-jiroft-bam": "57.91,29.05",
    "road-jiroft-kerman": "56.91,29.29",
    "road-karamyk-tjk-dushanbe": "71.19,39.22 70.37,39.03 69.71,38.72 69.01,38.56",
    "road-kazan-orenburg": "50.64,55.37 52.32,54.90 52.80,54.54 52.54,54.09 52.44,53.66 54.12,53.32",
    "road-kazan-ufa": "51.40,55.70 52.42,55.74 53.10,55.73 54.86,55.49 55.98,55.04",
    "road-khujand-ayni": "69.00,39.91",
    "road-lar-shiraz": "53.98,28.25 53.56,28.50",
    "road-lipetsk-tambov": "39.94,52.50",
    "road-lipetsk-voronezh": "39.09,52.19 39.34,51.91",
    "road-mahirud-birjand": "59.80,32.58",
    "road-mikhnevo-tambov": "38.18,54.85 39.03,54.23 39.55,53.82 39.96,53.23 40.48,52.91",
    "road-minab-jask": "57.12,26.51",
    "road-minab-jiroft": "57.19,27.44 57.50,27.40 57.70,27.94",
    "road-mineralnye-vody-vladikavkaz": "43.05,44.05 43.54,43.68 43.65,43.49 44.29,43.18 44.53,43.19",
    "road-minsk-mogilev": "28.99,53.84 29.71,54.00",
    "road-minsk-vitebsk": "27.85,54.21 28.70,54.88",
    "road-moscow-nizhny-novgorod": "37.95,55.79 39.17,55.92 40.40,56.14 42.15,56.24 42.69,56.20 43.46,56.24",
    "road-nizhny-novgorod-kazan": "44.20,56.15 45.87,56.06 47.25,56.13 48.25,55.84 48.52,55.84",
    "road-orenburg-ilek": "54.16,51.60",
    "road-orenburg-orsk": "56.36,51.79 57.36,51.48 57.59,51.41 58.31,51.20",
    "road-oryol-yelets": "36.38,52.67 37.60,52.42",
    "road-pishin-iranshahr": "61.40,26.24 61.26,26.63",
    "road-pul-e-khumri-bamyan": "68.67,35.61 68.23,35.37 67.98,35.27 67.88,34.97",
    "road-roslavl-bekasovo": "34.02,54.41 35.23,54.74 35.86,54.97 36.47,55.01 36.66,55.18",
    "road-roslavl-kaluga": "34.02,54.41 35.23,54.74",
    "road-rostov-on-don-mineralnye-vody": "39.79,46.14 40.12,45.85 40.57,45.44 41.11,45.00 41.94,44.63",
    "road-sary-tash-karamyk-kgz": "72.21,39.55",
    "road-shiraz-isfahan": "52.80,29.87 53.20,30.61 52.65,31.16 51.86,32.01",
    "road-sirjan-shiraz": "54.33,29.20 54.04,29.13 53.22,29.27",
    "road-smolensk-roslavl": "32.44,54.41",
    "road-tabas-yazd": "54.02,32.31",
    "road-tambov-penza": "41.89,52.66 42.73,52.65 43.42,52.96",
    "road-tula-ryazan": "38.26,54.35 39.03,54.23",
    "road-turbat-mand": "62.60,26.07 62.37,26.11",
    "road-ufa-orenburg": "55.95,53.64 55.91,53.38 55.93,52.96 55.79,52.76",
    "road-vladikavkaz-makhachkala": "44.77,43.23 45.69,43.31 46.10,43.35 46.59,43.25 46.87,43.20",
    "road-volgograd-elista": "44.68,47.96",
    "road-voronezh-saratov": "40.42,51.49 42.10,51.37 43.17,51.55 44.48,51.50",
    "road-voronezh-tambov": "39.94,51.84 40.80,51.84 40.77,52.09 41.43,52.42",
    "road-voskresensk-ryazan": "38.78,55.07 39.04,54.98 39.51,54.73",
    "road-vyazma-bekasovo": "35.00,55.55 36.03,55.50 36.70,55.58",
    "road-vyazma-kaluga": "35.23,54.74",
    "road-yazd-kerman": "54.44,31.58 55.27,30.87 55.99,30.41",
    "road-yelets-lipetsk": "38.93,52.39",
    "road-zabol-birjand": "60.04,31.54 59.80,32.58",
    "road-zanjan-qazvin": "49.22,36.15 49.70,36.07",
}
"""Waypoints "lon,lat lon,lat ..." by link id, or by "from-to" for every mode; set from maps, good to about 3 km.

Used where tracing fails, and always for the ids in `BY_HAND` and for lines not yet built.
"""

BY_HAND: Final = frozenset(
    {
        "rail-angren-pap",
        "rail-bostan-chaman",
        "rail-esil-tobyl",
        "rail-guzar-kumkurgan",
        "rail-krasnodar-novorossiysk",
        "rail-namangan-andijan",
        "rail-rohri-khanpur",
        "rail-tashkent-angren",
        "road-andijan-dustlik-uzb",
        "road-islamabad-mansehra",
        "road-jalalabad-torkham-afg",
        "road-kabul-jalalabad",
        "road-kabul-maidan-shahr",
        "road-kohat-peshawar",
        "road-krasny-kamen-bryansk",
        "road-peshawar-torkham-pak",
        "road-pul-e-khumri-salang",
        "road-rasht-anzali",
        "road-salang-kabul",
        "road-sibi-quetta",
        "road-zhibek-zholy-kaz-saryagash",
    }
)
"""Links whose trace has a plausible length but runs elsewhere or hops across bends."""

PORTS: Final[dict[str, str]] = {
    "aktau": "51.05,43.58", "alat-aze": "49.55,39.90 50.0,39.75", "amirabad": "53.35,36.98",
    "anzali": "49.48,37.58", "kuryk": "51.45,43.00 51.20,42.60", "makhachkala": "47.65,42.98",
    "astrakhan": "47.80,46.08 47.55,45.80 47.68,45.45 47.80,45.05 47.95,44.70 48.30,44.20",
    "olya": "47.68,45.45 47.80,45.05 47.95,44.70 48.30,44.20", "turkmenbashi": "52.88,39.93 52.78,39.80 52.50,39.78",
    "bandar-abbas": "56.35,27.03 56.60,26.88 56.78,26.55 57.00,25.90", "chabahar": "60.58,25.15",
    "gwadar": "62.35,25.05", "karachi-port": "66.95,24.70", "port-qasim": "67.20,24.66 67.00,24.60",
}  # fmt: skip
"""The way out of a harbour, from the quay outwards; the Caspian is not in searoute."""

RED_SEA: Final = (
    "32.60,29.65 32.75,29.20 33.20,28.50 33.75,27.80 34.40,27.00 35.60,25.20 37.40,22.20 38.70,20.00 40.20,17.60 "
    "41.30,15.80 42.25,14.30 42.90,13.25 43.28,12.65 43.45,12.30 44.50,11.95 47.50,12.60 51.50,13.90 58.40,18.20"
)
"""From Suez through Bab-el-Mandeb to the Arabian Sea."""
CANAL: Final = "32.58,30.15 32.35,30.55 32.31,31.00 32.38,31.35 32.40,31.60"
"""From Suez to the Mediterranean."""

LANES: Final[dict[frozenset[str], tuple[str, str]]] = {
    frozenset(pair): (pair[0], middle)
    for *pair, middle in (
        ("suez", "karachi-port", RED_SEA), ("suez", "port-qasim", RED_SEA),
        ("suez", "gwadar", RED_SEA + " 60.60,21.80"),
        ("suez", "chabahar", RED_SEA + " 60.40,22.30"), ("suez", "bandar-abbas", RED_SEA + " 60.25,22.40 59.20,23.90"),
        ("karachi-port", "bandar-abbas", "62.00,24.70 58.50,25.05"), ("karachi-port", "chabahar", "62.00,24.80"),
        ("karachi-port", "gwadar", "65.00,24.80 64.60,24.85"), ("gwadar", "chabahar", "61.60,24.92"),
        ("gwadar", "bandar-abbas", "61.50,24.90 58.50,25.05"), ("chabahar", "bandar-abbas", "58.50,25.05"),
        ("aktau", "alat-aze", "50.95,40.70 51.00,40.15"), ("kuryk", "alat-aze", "50.95,40.70 51.00,40.15"),
        ("turkmenbashi", "alat-aze", ""), ("aktau", "anzali", "51.05,40.60 51.00,39.80 50.20,38.50"),
        ("aktau", "amirabad", "51.05,41.20 51.40,39.50 52.70,37.80"), ("aktau", "makhachkala", ""),
        ("olya", "anzali", "49.70,42.00 50.95,40.70 50.95,40.00 50.10,38.50"),
        ("olya", "amirabad", "49.70,42.00 51.05,40.60 51.50,39.50 52.70,37.80"),
        ("astrakhan", "anzali", "49.70,42.00 50.95,40.70 50.95,40.00 50.10,38.50"),
        ("astrakhan", "amirabad", "49.70,42.00 51.05,40.60 51.50,39.50 52.70,37.80"),
        ("makhachkala", "anzali", "50.85,40.80 50.95,40.00 50.10,38.50"),
        ("makhachkala", "amirabad", "51.05,40.70 51.50,39.50 52.70,37.80"),
        ("olya", "turkmenbashi", "50.00,42.00 52.20,40.00"), ("turkmenbashi", "anzali", "51.80,39.40 50.10,38.30"),
        ("turkmenbashi", "amirabad", "52.40,39.30 52.90,37.80"), ("olya", "aktau", ""),
        ("makhachkala", "turkmenbashi", "51.50,40.50 52.20,40.00"),
    )
}  # fmt: skip
"""By pair of ports: the end from which the lane's waypoints are counted, and they themselves, between `PORTS`."""


def parse(text: str) -> Line:
    return [(float(lon), float(lat)) for lon, lat in (pair.split(",") for pair in text.split())]


def measure_km(line: Iterable[Point]) -> float:
    lons, lats = zip(*line, strict=True)
    return float(GEOD.line_length(lons, lats)) / 1000


def is_near(drawn_km: float, length_km: float) -> bool:
    """Return whether a drawn length agrees with the stated one, by the rule of `corridor check`."""
    return math.isclose(drawn_km, length_km, rel_tol=0.12, abs_tol=5)


def read_rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


class Net:
    """A graph of `scgraph_data`, without hops that are too long."""

    def __init__(self, name: str) -> None:
        # The data's modules import a class from where newer versions of scgraph no longer have it.
        core: Any = types.ModuleType("scgraph.core")
        core.GeoGraph = type("GeoGraph", (), {"__init__": lambda self, *args, **kwargs: None})
        sys.modules["scgraph.core"] = core
        module = import_module(f"scgraph_data.{name}")
        self.graph: list[dict[int, float]] = module.graph
        self.points: Line = [(float(lon), float(lat)) for lat, lon in module.nodes]
        self.xyz = place_on_sphere(self.points)
        self.tree = cKDTree(self.xyz)

    def find_near(self, point: Point, radius_km: float) -> dict[int, float]:
        centre = place_on_sphere([point])[0]
        near = sorted(self.tree.query_ball_point(centre, radius_km))
        return {i: float(np.linalg.norm(self.xyz[i] - centre)) for i in near}

    def trace(self, start: Point, goal: Point, snap_km: float, limit_km: float, hop_km: float) -> Line | None:
        """Return the shortest line between two points along the graph (A*), None if there is none within the limit."""
        sources, sinks = self.find_near(start, snap_km), self.find_near(goal, snap_km)
        if not sources or not sinks:
            return None
        target = place_on_sphere([goal])[0]
        best: dict[int, float] = {}
        before: dict[int, int] = {}
        queue: list[tuple[float, int]] = []

        def reach(node: int, cost: float, via: int) -> None:
            if cost < best.get(node, math.inf):
                best[node], before[node] = cost, via
                ahead = 0.0 if node < 0 else float(np.linalg.norm(self.xyz[node] - target)) * 0.999
                if cost + ahead <= limit_km:
                    heapq.heappush(queue, (cost + ahead, node))

        for node, gap in sources.items():
            reach(node, gap * SNAP_PENALTY, -2)
        done: set[int] = set()
        while queue:
            _, node = heapq.heappop(queue)
            if node == -1:
                path = []
                while (node := before[node]) >= 0:
                    path.append(self.points[node])
                return [start, *reversed(path), goal]
            if node in done:
                continue
            done.add(node)
            if node in sinks:
                reach(-1, best[node] + sinks[node] * SNAP_PENALTY, node)
            for other, hop in self.graph[node].items():
                if hop <= hop_km:
                    reach(other, best[node] + hop, node)
        return None


def place_on_sphere(points: Line) -> Any:
    lon, lat = np.radians(np.array(points)).T
    return np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)] * RADIUS_KM


class Nets(dict[str, Net]):
    """The graphs by mode, loaded when first asked for."""

    def __missing__(self, mode: str) -> Net:
        self[mode] = Net(GRAPHS[mode])
        return self[mode]


def find_waypoints(link: dict[str, str]) -> Line:
    """Return the waypoints of a link, in its direction; empty if there are none."""
    start, goal = link["from_place"], link["to_place"]
    for key in (link["link_id"], f"{start}-{goal}"):
        if key in VIA:
            return parse(VIA[key])
    for key in (f"{link['mode']}-{goal}-{start}", f"{goal}-{start}"):
        if key in VIA:
            return parse(VIA[key])[::-1]
    return []


def find_unused(links: list[dict[str, str]]) -> list[str]:
    """Return keys of `VIA`, `BY_HAND` and `LANES` that no link uses: links renamed or gone."""
    ends = {frozenset((link["from_place"], link["to_place"])) for link in links}
    names = {f"{a}-{b}" for link in links for a, b in itertools.permutations((link["from_place"], link["to_place"]))}
    known = names | {link["link_id"] for link in links}
    known |= {f"{link['mode']}-{link['to_place']}-{link['from_place']}" for link in links}
    return sorted((set(VIA) | BY_HAND) - known) + ["-".join(sorted(pair)) for pair in LANES if pair not in ends]


def draw_land(link: dict[str, str], start: Point, goal: Point, nets: Nets) -> tuple[Line, str]:
    length = float(link["length_km"])
    straight = [start, goal]
    waypoints = find_waypoints(link)
    built = link["status"] in {"open", "disused"}
    choices: list[tuple[Line, str]] = []
    snap = min(FARTHEST_SNAP_KM, 0.25 * length + 3)
    if built and link["link_id"] not in BY_HAND:
        line = nets[link["mode"]].trace(start, goal, snap, 1.4 * length + 60, LONGEST_HOP_KM)
        if line and len(line) > 2:
            choices.append((line, "osm"))
    if waypoints:
        choices.append(draw_through(link["mode"], [start, *waypoints, goal], nets if built else None))
    if built and not waypoints:
        line = nets[link["mode"]].trace(start, goal, snap, 1.4 * length + 60, COARSE_HOP_KM)
        if line and len(line) > 2:
            choices.append((line, "waypoints"))
    choices.append((straight, "straight"))
    for line, how in choices:
        if abs(measure_km(line) - length) <= 0.12 * length + SPARE_KM and (how != "straight" or length <= SHORT_KM):
            return line, how
    # None is near the stated length: hand-set waypoints before a trace, a plausible trace before a straight line.
    for line, how in [*(choices[-2:-1] if waypoints else ()), *choices]:
        if how != "straight" and (waypoints or abs(measure_km(line) - length) <= 0.4 * length):
            return line, how
    return straight, "straight"


def draw_through(mode: str, points: Line, nets: Nets | None) -> tuple[Line, str]:
    """Return the line through points and how most of it was drawn: each leg traced where that works."""
    line, traced = [points[0]], 0.0
    for a, b in itertools.pairwise(points):
        direct = measure_km([a, b])
        limit = WINDING * direct + 5
        leg = nets[mode].trace(a, b, min(WAYPOINT_SNAP_KM, 0.3 * direct), limit, LONGEST_HOP_KM) if nets else None
        if leg and len(leg) > 2 and measure_km(leg) <= limit:
            traced += direct
            # The graph's own nodes are better than the hand-set waypoint between two legs, but ends stay.
            line += leg[1:]
        else:
            line.append(b)
    return line, "osm" if traced > 0.5 * measure_km(points) else "waypoints"


def draw_sea(link: dict[str, str], start: Point, goal: Point) -> tuple[Line, str]:
    a, b = link["from_place"], link["to_place"]
    out, into = parse(PORTS.get(a, "")), parse(PORTS.get(b, ""))[::-1]
    lane = LANES.get(frozenset((a, b)))
    if lane:
        middle = parse(lane[1])
        return [start, *out, *(middle if lane[0] == a else middle[::-1]), *into, goal], "waypoints"
    import searoute

    if a == "suez":
        out = parse(CANAL)
    if b == "suez":
        into = parse(CANAL)[::-1]
    closed = ["northwest", "suez"] if "cape" in link["link_id"] else ["northwest"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # It starts at its nearest node; the ends are put on below.
        found = searoute.searoute((out or [start])[-1], (into or [goal])[0], restrictions=closed)
    middle = [(float(lon), float(lat)) for lon, lat in found.geometry.coordinates]
    if not middle:
        return [start, *out, *into, goal], "straight"
    return [start, *out, *middle, *into, goal], "searoute"


def draw_air(start: Point, goal: Point) -> tuple[Line, str]:
    between = GEOD.npts(*start, *goal, FLIGHT_POINTS - 2)
    return [start, *((float(lon), float(lat)) for lon, lat in between), goal], "straight"


def trim_ends(line: Line) -> Line:
    """Return the line without overshoots at its ends, where a trace ran past the place and came back."""
    for _ in range(2):
        while len(line) > 3:
            (ax, ay), (bx, by), (cx, cy) = line[:3]
            scale = math.cos(math.radians(by)) ** 2
            inner = (ax - bx) * (cx - bx) * scale + (ay - by) * (cy - by)
            size = math.sqrt(((ax - bx) ** 2 * scale + (ay - by) ** 2) * ((cx - bx) ** 2 * scale + (cy - by) ** 2))
            if inner < SHARP_TURN * size:
                break
            line = [line[0], *line[2:]]
        line = line[::-1]
    return line


def tidy(line: Line, mode: str, decimals: int = 4) -> Line:
    """Return the line without spurs, simplified and rounded; its ends stay exactly as they are."""
    cut = list(line)
    i = 1
    while i < len(cut) - 1:  # there and back again
        if cut[i - 1] == cut[i + 1]:
            del cut[i : i + 2]
            i = max(1, i - 1)
        else:
            i += 1
    if len(cut) < 2:
        cut = [line[0], line[-1]]
    if TOLERANCE_DEG[mode]:
        cut = list(LineString(cut).simplify(TOLERANCE_DEG[mode], preserve_topology=True).coords)
    cut = trim_ends(cut)
    middle = [(round(lon, decimals), round(lat, decimals)) for lon, lat in cut[1:-1]]
    result = [line[0]]
    for point in [*middle, line[-1]]:
        if point != result[-1]:
            result.append(point)
    return result if len(result) > 1 else [line[0], line[-1]]


def main() -> None:
    places = {row["place_id"]: (float(row["lon"]), float(row["lat"])) for row in read_rows("places")}
    nets = Nets()
    features, odd, counts = [], [], Counter[str]()
    links = sorted(read_rows("links"), key=lambda row: row["link_id"])
    for link in links:
        start, goal = places[link["from_place"]], places[link["to_place"]]
        match link["mode"]:
            case "sea":
                line, how = draw_sea(link, start, goal)
            case "air":
                line, how = draw_air(start, goal)
            case _:
                line, how = draw_land(link, start, goal, nets)
        line = tidy(line, link["mode"])
        km, length = measure_km(line), float(link["length_km"])
        counts[f"{link['mode']} {how}"] += 1
        if not is_near(km, length):
            odd.append((link["link_id"], length, km, how))
        feature = {
            "type": "Feature",
            "properties": {"link_id": link["link_id"], "drawn": how},
            "geometry": {"type": "LineString", "coordinates": [list(point) for point in line]},
        }
        features.append(json.dumps(feature, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    (FOLDER / "link_shapes.geojson").write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(features)} lines, {len(text) / 1000:.0f} kB:", ", ".join(f"{n} {how}" for how, n in counts.items()))
    if unused := find_unused(links):
        print("Waypoints without a link:", ", ".join(unused))
    print(f"{len(odd)} lines off by more than 12 %:")
    for link_id, length, km, how in odd:
        print(f"{link_id:48} {length:8.0f} {km:8.0f} {how}")


if __name__ == "__main__":
    main()
