"""What every test may use: a migrated database, a course, a browser."""

pytest_plugins = [
    "tests.machinery.database",
    "tests.machinery.browser",
    "tests.machinery.site",
    "tests.machinery.quiz",
    "tests.machinery.h5p",
]
