import os
import unittest

from parity_driver.names import Packages

OTHER = type("Other", (), {"__module__": "acme_generated.models"})
FOREIGN = type("Foreign", (), {"__module__": "requests.sessions"})


class PackagesTest(unittest.TestCase):
    def test_a_package_whose_name_begins_with_the_clients_name_belongs_to_the_client(self):
        packages = Packages({"acme"})
        self.assertTrue(packages.owns(OTHER))
        self.assertIn("acme_generated", packages)

    def test_a_library_does_not_belong_to_the_client(self):
        self.assertFalse(Packages({"acme"}).owns(FOREIGN))
        self.assertFalse(Packages({"acme"}).owns(dict))

    def test_a_module_in_the_source_belongs_to_the_client(self):
        packages = Packages({"acme"})
        packages.source = os.path.dirname(__file__)
        self.assertTrue(packages.owns(PackagesTest))
