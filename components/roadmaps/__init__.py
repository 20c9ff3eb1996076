"""What «Дорожные карты» is made of: the list, the forms, the scheme, the measures, the effect."""
