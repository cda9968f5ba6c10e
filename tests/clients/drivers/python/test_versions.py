import pathlib
import tempfile
import unittest

from parity_driver.versions import versions_in_files


class VersionsTest(unittest.TestCase):
    def test_the_version_is_read_only_from_the_section_of_the_project(self):
        with tempfile.TemporaryDirectory() as folder:
            text = '[tool.other]\nversion = "9.9"\n\n[project]\nname = "a"\nversion = "1.2.3"\n'
            pathlib.Path(folder, "pyproject.toml").write_text(text)
            self.assertEqual(versions_in_files(folder), [{"source": "pyproject.toml", "version": "1.2.3"}])

    def test_a_reference_to_a_version_is_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "setup.cfg").write_text("[metadata]\nversion = attr: acme.__version__\n")
            self.assertEqual(versions_in_files(folder), [])
