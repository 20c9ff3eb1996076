"""Reports that go out as letters: what a subscription asks for, made in the subscriber's own circle of data."""
