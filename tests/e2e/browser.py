"""A headless Chromium that has no network, and notes every request that a page makes."""
import json
import shutil
import tempfile

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-default-apps", "--hide-scrollbars",
         # Whatever a page asks for by name or address fails at once, on a machine with a network too.
         "--host-resolver-rules=MAP * ~NOTFOUND")


class Absent(Exception):
    """What is missing, with the packages that bring it."""


def find_programs():
    try:
        import selenium  # noqa: F401
    except ImportError as error:
        raise Absent("python3-selenium is not installed") from error
    browser = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        raise Absent("chromium and chromium-driver are not installed")
    return browser, driver


class Browser:
    """One browser with a fresh profile. Use as a context manager: look_as(), then open(), then ask."""

    def __init__(self):
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        browser, driver = find_programs()
        self.width, self.address = 1280, ""
        self.profile = tempfile.TemporaryDirectory(prefix="accelbench-browser-", ignore_cleanup_errors=True)
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for flag in FLAGS + (f"--user-data-dir={self.profile.name}",):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(driver), options=options)

    def look_as(self, width, scripts=True, dark=False):
        self.width = width
        self.command("Emulation.setDeviceMetricsOverride",
                     width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()
        self.profile.cleanup()

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def open(self, path):
        self.address = path.resolve().as_uri()
        self.driver.get("about:blank")
        self.driver.get_log("performance")  # what the browser did for itself before
        self.driver.get(self.address)

    def requests(self):
        """Addresses that the page asked for, its own left aside."""
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        asked = (event["params"] for event in events if event["method"] == "Network.requestWillBeSent")
        own = (ask["request"]["url"] for ask in asked if ask.get("documentURL") == self.address)
        return [url for url in own if url != self.address and not url.startswith("data:")]

    def page_size(self):
        """Width and height of the whole page in CSS pixels, asked of the browser: works without JavaScript."""
        size = self.command("Page.getLayoutMetrics")["cssContentSize"]
        return size["width"], size["height"]

    def screenshot(self):
        """PNG of the whole page, base64."""
        height = min(self.page_size()[1], 12000)
        clip = {"x": 0, "y": 0, "width": self.width, "height": height, "scale": 1}
        return self.command("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)["data"]
