#!/usr/bin/python3
"""Opens a report in a headless browser and checks what a reader sees.

usage: report_test.py REPORT.html [--expect TEXT]... [--forbid TEXT]... [--rows N] [--screenshots FOLDER]
  --expect       a text that must be visible          --forbid  a text that must not be
  --banner       a text in a note above the main heading, set off by its border
  --rows         rows that the table of cells must have
  --scaling      a document whose speed-ups must be drawn, and stand in a table that can be read
  --screenshots  where to leave PNG files for human eyes

Each page is opened at desktop and phone width, light and dark, with and without JavaScript.
exit 0: as expected; 1: not, each complaint on a line; 77: no browser here.
"""
import argparse
import base64
import pathlib
import sys
import zlib

from browser import Absent, Browser, find_programs
from scaling_check import check_scaling

VIEWS = (("desktop", 1280, True, False), ("desktop-noscript", 1280, False, False),
         ("phone", 390, True, True), ("phone-noscript", 390, False, False))


def pixel_values(png):
    """How many different bytes the picture's rows hold: 1 or 2 on a blank page. Reads the PNG without a library."""
    data, at, packed = png[8:], 0, b""
    while at < len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        if data[at + 4:at + 8] == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += length + 12
    return len(set(zlib.decompress(packed)))


def visible_text(browser):
    """As a reader sees it: what is hidden or folded away is not in it."""
    from selenium.webdriver.common.by import By
    return " ".join(browser.driver.find_element(By.TAG_NAME, "body").text.split())


def check_texts(browser, options):
    text = visible_text(browser)
    for expected in options.expect:
        if " ".join(expected.split()) not in text:
            yield f"not visible: {expected!r}"
    for forbidden in options.forbid:
        if forbidden in text:
            yield f"visible, but should not be: {forbidden!r}"


def check_structure(browser, options):
    from selenium.webdriver.common.by import By
    count = lambda selector: len(browser.driver.find_elements(By.CSS_SELECTOR, selector))
    if count("h1") != 1:
        yield f"{count('h1')} main headings instead of one"
    for selector, what in (("html[lang]", "language"), ("meta[name=viewport]", "viewport")):
        if count(selector) == 0:
            yield f"the page names no {what}"
    if count("table") != count("table > caption"):
        yield "a table has no caption"
    if count("th:not([scope])"):
        yield "a heading cell has no scope"
    if count("svg") != count("svg[role=img] > title"):
        yield "a chart has no text alternative"
    rows = count("#cells .scroll:first-of-type tbody tr")
    if options.rows is not None and rows != options.rows:
        yield f"{rows} rows in the table of cells instead of {options.rows}"


def check_banner(browser, options):
    from selenium.webdriver.common.by import By
    notes = [note for note in browser.driver.find_elements(By.CSS_SELECTOR, "[role=note]") if note.is_displayed()]
    if options.banner is None:
        if notes:
            yield f"a banner that was not expected: {notes[0].text!r}"
        return
    if not notes or options.banner not in " ".join(notes[0].text.split()):
        yield f"no banner says {options.banner!r}"
        return
    heading = browser.driver.find_element(By.TAG_NAME, "h1")
    if notes[0].location["y"] + notes[0].size["height"] > heading.location["y"]:
        yield "the banner does not stand above the heading"
    if notes[0].value_of_css_property("border-top-style") != "solid":
        yield "the banner is not set off from the text"
    if not notes[0].accessible_name:
        yield "the banner has no name for a screen reader"


def check_view(browser, view, options):
    name, width, scripts, dark = view
    browser.look_as(width, scripts, dark)
    browser.open(options.report)
    yield from check_texts(browser, options)
    yield from check_structure(browser, options)
    yield from check_banner(browser, options)
    if options.scaling:
        yield from check_scaling(browser, options.scaling)
    page_width, _ = browser.page_size()
    if page_width > width:
        yield f"the page is {page_width} wide and scrolls sideways"
    png = base64.b64decode(browser.screenshot())
    if pixel_values(png) < 16:
        yield "the screenshot is blank"
    if options.screenshots:
        (options.screenshots / f"{options.report.stem}-{name}.png").write_bytes(png)
    loaded = browser.requests()
    if loaded:
        yield f"the page asks for {', '.join(loaded)}"


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--expect", action="append", default=[])
    parser.add_argument("--forbid", action="append", default=[])
    parser.add_argument("--banner")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--scaling", type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path)
    return parser.parse_args(arguments)


def main(arguments):
    options = parse(arguments)
    try:
        find_programs()
    except Absent as absent:
        print(f"SKIPPED: {absent}")
        return 77
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    with Browser() as browser:
        bad = [f"{view[0]}: {complaint}" for view in VIEWS for complaint in check_view(browser, view, options)]
    print("\n".join(bad) if bad else f"{options.report.name}: as expected in {len(VIEWS)} views")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
