import os
import unittest

from parity_driver.names import Packages

OTHER = type("Other", (), {"__module__": "acme_generated.models"})
FOREIGN = type("Foreign", (), {"__module__": "requests.sessions"})


class PackagesTest(unittest.TestCase):
    def test_a_package_that_carries_the_clients_name_is_the_clients(self):
        packages = Packages({"acme"})
        self.assertTrue(packages.owns(OTHER))
        self.assertIn("acme_generated", packages)

    def test_a_library_is_not_the_clients(self):
        self.assertFalse(Packages({"acme"}).owns(FOREIGN))
        self.assertFalse(Packages({"acme"}).owns(dict))

    def test_a_module_that_stands_in_the_source_is_the_clients(self):
        packages = Packages({"acme"})
        packages.source = os.path.dirname(__file__)
        self.assertTrue(packages.owns(PackagesTest))
