"""Keeping everything whole, safe and portable: verification, export, backup."""
