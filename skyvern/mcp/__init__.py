"""The MCP server: what agents of other programs can do with Skyvern, one file per family of tools."""
