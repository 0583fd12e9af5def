#!/usr/bin/env node
/** The `motia` command. It knows no command yet: it only says that it runs. */
process.stdout.write('motia\n')
