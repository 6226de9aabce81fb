"""Quotes (devis): written, sent, and signed or declined by the client."""
