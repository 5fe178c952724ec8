import type { Command } from './command.ts';

const text = `Kambana: plan, run, measure and report a month of awareness against trafficking in persons.

npm run kambana -- <command>

  import programme FILE --committee AL-02 [--month 2026-10]
                                       reads a programme from CSV or XLSX: everything or nothing
  announce --committee AL-02 --month 2026-10 --out DIR
                                       writes the announcement as page, DOCX and PDF
  case check FILE                      reads an author's text of a case: its mistakes with line and remedy, or what it is
  account export EMAIL --out FILE      writes everything that is kept about a person
  account erase EMAIL --yes            erases a person; what the role did stays, under a number
  access [--verify]                    writes docs/security/access.md from the table of access
  demo [--remove]                      loads the demonstration, or removes it
  invite EMAIL --role ROLE [--committee AL-02] [--name NAME] [--partner NAME]
                                       makes an account with a seat; prints and mails the link to sign in
  audit verify [--anchor SEQ:HASH …]   walks the audit chain and compares it with the heads that others hold:
                                       printed, mailed, or typed here; names the first bad entry
  audit head                           the head of the audit chain
  mails                                mails that wait, failed or were kept, with what they open
  secret renew                         gives the installation another secret, with the server stopped; apps for codes go on
  static [--out DIR]                   writes the help pages as files for a web server (docs/operations.md)
  migrate                              brings the database up to this version
  types [--verify]                     writes src/platform/schema.ts from the migrated database
  doctor                               looks for what is wrong with this installation
  help                                 this text

The commands use the running server, or start its database for as long as they need it.
DATA_DIR, DATABASE_URL, DATABASE_OWNER_URL, KAMBANA_SECRET, KAMBANA_SECRET_BEFORE, HOST, PORT, PUBLIC_URL, SMTP_URL, MAIL_FROM,
KAMBANA_FILES, KAMBANA_FILES_QUOTA and KAMBANA_FFMPEG mean the same as for npm start.`;

export const command: Command = {
	usage: 'help',
	async run() {
		console.log(text);
		return 0;
	},
};
