"""What a person can want: one public function each, one transaction, no network."""
