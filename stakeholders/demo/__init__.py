"""The demo workspace: two years at Northwind Instruments, a fictional company, as data and as rows."""
