"""Loops over bytes and integers, compiled by numba; nothing here knows what a word means."""
