"""Parts from elsewhere made smaller, picture by picture, until the bound file is within a limit.

`reduce` is the way: `inline` gives inline images a body of their own, `placing` says how large every picture is shown,
`pixels` and `alone` read its samples, `recode` and `encode` write them smaller, `rewrite` puts what is new into the
part's file, `report` says what was done.
"""
