import { benchIngest } from './ingest/report.ts';

process.exitCode = await benchIngest();
