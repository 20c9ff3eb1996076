"""data/store/migrations/versions"""
