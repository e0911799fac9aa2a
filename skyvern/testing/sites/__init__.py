"""Four sample web sites, with markup as dull as that of real ones, to try workflows on."""
