"""The words of DMN in XML: namespaces by version, and the elements that stand where an expression may."""

import re

from bridgehead.primitives.errors import nearest

MODEL = {
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd": "1.1",
}
NEWEST = "https://www.omg.org/spec/DMN/20230324/MODEL/"
DIAGRAM = {
    "https://www.omg.org/spec/DMN/20230324/DMNDI/": "1.5",
    "https://www.omg.org/spec/DMN/20211108/DMNDI/": "1.4",
    "https://www.omg.org/spec/DMN/20191111/DMNDI/": "1.3",
    "http://www.omg.org/spec/DMN/20180521/DMNDI/": "1.2",
}
NEWEST_DIAGRAM = "https://www.omg.org/spec/DMN/20230324/DMNDI/"
NEWEST_FEEL = "https://www.omg.org/spec/DMN/20230324/FEEL/"
FEEL = frozenset(
    (
        "https://www.omg.org/spec/DMN/20230324/FEEL/",
        "https://www.omg.org/spec/DMN/20211108/FEEL/",
        "https://www.omg.org/spec/DMN/20191111/FEEL/",
        "http://www.omg.org/spec/DMN/20180521/FEEL/",
        "http://www.omg.org/spec/FEEL/20140401",
    )
)

# Known to the standard and of no use to a decision: written back as they stand.
ASIDE = frozenset(
    (
        *("description", "extensionElements", "authorityRequirement", "question", "allowedAnswers", "decisionMaker"),
        *("decisionOwner", "impactedPerformanceIndicator", "supportedObjective", "usingProcess", "usingTask"),
        *("knowledgeSource", "textAnnotation", "association", "group", "elementCollection", "performanceIndicator"),
        *("organizationUnit", "type", "owner", "DMNDI", "importedValues"),
    )
)


def nearest_version(namespace: str) -> str | None:
    """The namespace that looks most like one that is not known; of another version of DMN, that nearest in time."""
    date = re.search(r"/DMN/(\d{8})\b", namespace)
    if date is None:
        return nearest(namespace, MODEL)
    return min(MODEL, key=lambda known: abs(int(known.split("/")[5]) - int(date[1])))


def written(name: str) -> str:
    """A name with its runs of blanks made one, as FEEL reads it."""
    return " ".join(name.split())
