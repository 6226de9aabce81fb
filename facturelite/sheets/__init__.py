"""What a quote and an invoice are both written on: lines, discounts, totals."""
