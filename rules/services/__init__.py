"""Services (办事服务): whether there are any, and whether their guides are complete."""
