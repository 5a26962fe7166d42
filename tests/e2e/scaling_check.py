"""Whether the scaling section of a report shows the numbers of its document, measured on the drawn page."""
import json

NEAR = 1.6  # pixels: half a mark's border, and what rounding to hundredths of a per cent costs


def sizes_of(document):
    """Per series: processes, speed-up (1 at the base) and interval of each size that can be drawn."""
    processes = {cell["id"]: cell["processes"] for cell in document["cells"]}
    for series in document["scaling"]:
        for point in series["points"]:
            over = point["over_base"]
            if over is None:
                yield processes[point["cell"]], 1.0, None
            elif over["ratio"]:
                ratio = over["ratio"]
                interval = (ratio["low"], ratio["high"]) if ratio["n"] > 1 else None
                yield processes[point["cell"]], ratio["value"], interval


def middle(rectangle):
    return rectangle["x"] + rectangle["width"] / 2, rectangle["y"] + rectangle["height"] / 2


def check_chart(browser, document):
    """The ideal line gives the scale: it runs from the origin to (most processes, most over the base's)."""
    from selenium.webdriver.common.by import By
    find = lambda selector: browser.driver.find_elements(By.CSS_SELECTOR, selector)
    sizes = list(sizes_of(document))
    processes = {cell["id"]: cell["processes"] for cell in document["cells"]}
    most, base = max(size[0] for size in sizes), processes[document["scaling"][0]["base_cell"]]
    ideal = find("#scaling .chart > line.ideal")[0].rect
    across, down = ideal["width"] / most, ideal["height"] / (most / base)
    left, bottom = ideal["x"], ideal["y"] + ideal["height"]
    drawn = sorted(middle(mark.rect) for mark in find("#scaling .point .spot"))
    wanted = sorted((left + across * size, bottom - down * value) for size, value, _ in sizes)
    if len(drawn) != len(wanted):
        yield f"{len(drawn)} sizes are drawn instead of {len(wanted)}"
    for (x, y), (at, height) in zip(drawn, wanted):
        if abs(x - at) > NEAR or abs(y - height) > NEAR:
            yield f"a size is drawn at ({x:.1f}, {y:.1f}) instead of ({at:.1f}, {height:.1f})"
    whiskers = len(find("#scaling .point line.whisker"))
    if whiskers != sum(1 for size in sizes if size[2]):
        yield f"{whiskers} intervals are drawn"
    if not find("#scaling .curve > line.join"):
        yield "no line joins the sizes"
    knees = sum(path["stops_paying"] == "yes" and path["axis"] == "processes"
                for series in document["scaling"] for path in series["paths"])
    if len(find("#scaling .point .ring")) != knees:
        yield f"{len(find('#scaling .point .ring'))} knees are ringed instead of {knees}"


def check_table(browser, document):
    """At any width: the rows' heads stay in sight while the rest is scrolled, and no field is cut off."""
    from selenium.webdriver.common.by import By
    box = browser.driver.find_element(By.CSS_SELECTOR, "#scaling .scroll")
    rows = box.find_elements(By.CSS_SELECTOR, "tbody tr")
    if len(rows) != sum(len(series["points"]) for series in document["scaling"]):
        yield f"{len(rows)} rows in the table of sizes"
    if box.rect["x"] + box.rect["width"] > browser.width:
        yield "the table of sizes is wider than the page"
    head = rows[-1].find_element(By.TAG_NAME, "th")
    for field in rows[-1].find_elements(By.TAG_NAME, "td"):
        where = field.location_once_scrolled_into_view
        if not (0 <= head.rect["x"] < browser.width / 2 and head.is_displayed()):
            yield f"the row's head is out of sight beside {field.text!r}"
        if field.rect["width"] < 20 or where["x"] + field.rect["width"] < 0:
            yield f"the field {field.text!r} can't be read"


def check_scaling(browser, path):
    from selenium.webdriver.common.by import By
    document = json.loads(path.read_text(encoding="utf-8"))
    if not browser.driver.find_elements(By.CSS_SELECTOR, "section#scaling figure svg"):
        yield "there is no scaling chart"
        return
    yield from check_chart(browser, document)
    yield from check_table(browser, document)
