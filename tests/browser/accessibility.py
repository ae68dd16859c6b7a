"""What axe-core finds amiss in what a notebook's cells put out."""

from axe_playwright_python.sync_playwright import Axe

OUTPUT = ".jp-OutputArea-output"
FAULTS = """async ([output, rules]) => {
    const options = { resultTypes: ["violations"] };
    if (rules.length) options.runOnly = rules;
    const { violations } = await axe.run({ include: [[output]] }, options);
    return violations.flatMap(
        ({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 300)}`));
}"""


def faults(page, rules=()):
    """Return what axe-core finds amiss in the notebook's outputs, in a line each.

    rules: the only ones to look at, where not all are.
    JupyterLab's body has no height and hides what overflows, so that axe-core would take all
    text for unseen and judge no contrast.
    """
    page.evaluate("document.body.style.height = '100vh'")
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(FAULTS, [OUTPUT, list(rules)])


def leave_the_outputs_alone(page):
    """Take away all of a notebook that is no output: axe-core would read it, three times as long.

    The notebook is not to be worked on after that.
    """
    page.evaluate(
        "document.querySelectorAll('.jp-InputArea, .jp-MarkdownCell').forEach(e => e.remove())"
    )
