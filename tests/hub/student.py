"""A student, or an instructor, at the hub's JupyterLab in a browser."""

PASSWORD = "back-propagation"
SECONDS = 60_000


class Seat:
    """A user's browser window, logged in, at JupyterLab."""

    def __init__(self, browser, hub, user):
        self.page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        self.page.set_default_timeout(SECONDS)
        self.page.goto(f"{hub}/hub/login")
        self.page.fill("#username_input", user)
        self.page.fill("#password_input", PASSWORD)
        self.page.click("#login_submit")
        self.page.wait_for_url(f"**/user/{user}/lab**")
        self.page.wait_for_selector(".jp-Launcher")

    def menu(self):
        """Return the entries of nbgrader's menu."""
        self.page.click(".lm-MenuBar-itemLabel:has-text('Nbgrader')")
        entries = self.page.locator(".lm-Menu .lm-Menu-itemLabel").all_inner_texts()
        self.page.keyboard.press("Escape")
        return [entry for entry in entries if entry]

    def open_assignments(self):
        """Open the Assignment List."""
        self.page.click(".lm-MenuBar-itemLabel:has-text('Nbgrader')")
        self.page.click(".lm-Menu-itemLabel:has-text('Assignment List')")
        self.page.wait_for_selector("#released_assignments_list")

    def press(self, kind, lesson, button):
        """Press a lesson's button in the list of released, fetched or submitted ones."""
        self.page.click("#refresh_assignments_list")
        row = f"#{kind}_assignments_list .list_item:has-text('{lesson}')"
        self.page.click(f"{row} button:has-text('{button}')")

    def see(self, kind, lesson):
        """Wait until a lesson stands in one of the lists."""
        self.page.wait_for_selector(f"#{kind}_assignments_list .list_item:has-text('{lesson}')")

    def feedback(self, lesson):
        """Open a lesson's fetched feedback in JupyterLab, and return what stands on the page."""
        self.page.click("a:has-text('view feedback')")
        self.page.dblclick(f".jp-DirListing-item:has-text('{lesson}.html')")
        page = self.page.frame_locator(".jp-HTMLViewer iframe")
        page.locator("h1").first.wait_for()
        return page.locator("body").inner_text()
