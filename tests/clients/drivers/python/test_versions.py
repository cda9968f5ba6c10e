import pathlib
import tempfile
import unittest

from parity_driver.versions import versions_in_files


class VersionsTest(unittest.TestCase):
    def test_the_version_of_the_project_is_read_and_not_that_of_another_section(self):
        with tempfile.TemporaryDirectory() as folder:
            text = '[tool.other]\nversion = "9.9"\n\n[project]\nname = "a"\nversion = "1.2.3"\n'
            pathlib.Path(folder, "pyproject.toml").write_text(text)
            self.assertEqual(versions_in_files(folder), [{"source": "pyproject.toml", "version": "1.2.3"}])

    def test_a_version_that_points_elsewhere_is_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "setup.cfg").write_text("[metadata]\nversion = attr: acme.__version__\n")
            self.assertEqual(versions_in_files(folder), [])
