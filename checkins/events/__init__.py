"""Changes of people and priorities: noticed or told, whom they touch, and the check-ins they open."""
