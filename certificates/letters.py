"""Which letters our papers can show: what is in both weights of Fira Sans or of Vazirmatn."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

# Hexadecimal code points and ranges, read off the fonts in var/vendor; a test compares them with the files.
_RANGES = """
20-7E A0-AC AE-17E 180-2B2 2B4 2B7-2BC 2BF-2C0 2C6-2C8 2CA-2CC 2CE-2D1 2D4 2D6-2DE 2E0-2E9 2EE 300-304 306-30D 30F
311-313 316-321 323-32D 32F-332 334-336 339-33D 342 345 35C 361 370-377 37A-37F 384-38A 38C 38E-3A1 3A3-3E1 3F0-479
48A-52F 60C-60D 610-612 615 61B 61F 621-63A 63D 640-658 65A-65B 660-671 674 679 67C 67E 681 685-686 688-689 691 693
695-696 698 69A 6A0-6A1 6A4 6A9-6AD 6AF 6B5 6BA 6BC-6BE 6C0-6C3 6C6-6D0 6D2-6D5 6DC 6DE 6E9 6F0-6F9 762-763 1D4A
1D6C-1D76 1D91 1DBF 1DC4-1DC9 1E02-1E05 1E0A-1E0F 1E12-1E13 1E1E-1E1F 1E24-1E25 1E2E-1E2F 1E36-1E37 1E3C-1E41
1E44-1E47 1E4A-1E4D 1E50-1E57 1E5A-1E5B 1E60-1E63 1E6A-1E71 1E78-1E79 1E80-1E85 1E92-1E93 1E9E 1EA0-1EF9 1F00-1F15
1F18-1F1D 1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3 1FD6-1FDB 1FDD-1FEF
1FF2-1FF4 1FF6-1FFE 2007-2008 2010-2016 2018-201A 201C-201E 2020-2022 2026 2030 2039-203A 203F 2044 204A 2070
2074-208E 20AC 20AF 20B9-20BA 20BD 210A 2113 2116 2122 2126 212E 2153-215F 2190-2199 21E6-21EA 2202 2205-2206 220F
2211-2212 2215 2219-221A 221E 222B 2248 2260 2264-2265 22C5 2326-2328 232B 23CE 25AF 25CA 27A1 2B05-2B07 2C64-2C66
2C6D 2C71-2C73 A789-A78D A7AA A7AD-A7AE A7B2-A7B7 AB53 FB50-FB51 FB56-FB59 FB66-FB6D FB7A-FB7D FB88-FB95 FB9E-FB9F
FBA5 FBA7-FBB1 FBBF-FBC0 FBD3-FBDC FBDE-FBDF FBE2-FBE3 FBE8-FBE9 FBFC-FBFF FD3E-FD3F FDF2 FDFC FE70-FE74 FE76-FEFC
FEFF
"""


def _spans() -> Iterator[tuple[int, int]]:
    for span in _RANGES.split():
        first, _dash, last = span.partition("-")
        yield int(first, 16), int(last or first, 16)


SPANS = tuple(_spans())
_STARTS = [first for first, _last in SPANS]


def has(letter: str) -> bool:
    """Whether the fonts have one letter as it stands."""
    place = bisect_right(_STARTS, ord(letter)) - 1
    return place >= 0 and ord(letter) <= SPANS[place][1]


def unprintable(text: str) -> tuple[str, ...]:
    """The letters of a text that no paper of ours can show, each once, in order.

    A letter that the fonts lack is shown by its parts (letter and accent, Unicode's NFD), if they have these.
    """
    found = dict.fromkeys(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if not has(letter) and not all(map(has, unicodedata.normalize("NFD", letter)))
    )
    return tuple(found)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left (Unicode Bidirectional Algorithm, P2, P3)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((way in ("R", "AL") for way in directions if way in ("L", "R", "AL")), False)
