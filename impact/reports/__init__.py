"""Reports: composed for one audience, issued once, and then read by people, printed, shared and sent as they were."""
