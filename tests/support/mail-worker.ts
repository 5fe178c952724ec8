// A process that sends mails until it is killed: what the application does, without the rest of it.
import { mailTasks } from '#mail/jobs.server.ts';
import { startJobs } from '#platform/jobs.server.ts';

const url = process.env.SMTP_URL ?? '';
const server = { url, from: { name: 'Kambana', address: 'kambana@durres.example' } };
startJobs({ tasks: mailTasks({ server, home: 'https://kambana.example' }), atOnce: 1 });
