"""data/store/migrations"""
