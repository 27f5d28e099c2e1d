"""The screens of designs in the CMS."""
