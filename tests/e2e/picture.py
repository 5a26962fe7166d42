#!/usr/bin/python3
"""Makes the picture in README.md: the first screen of a sample's report, light, as wide as GitHub shows it.

usage: picture.py REPORT.html PICTURE.png

Not compared byte for byte: fonts and Chromium's versions differ. ctest -R e2e.picture makes it, too, in the build.
exit 0: written; 1: it would be blank or too large for a page that is read online; 77: no browser here.
"""
import base64
import pathlib
import sys

from browser import Absent, Browser, find_programs
from report_test import pixel_values

WIDTH, HEIGHT = 960, 936  # pixels: GitHub shows about 840 of a README, so that the text can be read without a click
MOST_BYTES = 150 * 1024


def first_screen(report):
    with Browser() as browser:
        browser.look_as(WIDTH)
        browser.open(report)
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "scale": 1}
        taken = browser.command("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(taken["data"])


def main(report, picture):
    try:
        find_programs()
    except Absent as absent:
        print(f"SKIPPED: {absent}")
        return 77
    png = first_screen(pathlib.Path(report))
    if len(png) > MOST_BYTES or pixel_values(png) < 16:
        print(f"the picture has {len(png)} bytes and {pixel_values(png)} values; nothing is written")
        return 1
    pathlib.Path(picture).write_bytes(png)
    print(f"{picture}: {len(png)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
