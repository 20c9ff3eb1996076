"""Parts of the screen «Материалы для ЦУР»: what is made and sent, sets of tables, the panel of one."""
