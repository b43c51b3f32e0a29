// What @asyncapi/parser says of a document: `node check_asyncapi.mjs FOLDER DOCUMENT`, where FOLDER has
// the package in its node_modules. Errors (severity 0) and warnings (1) end it with 1.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [folder, path] = process.argv.slice(2);
const { Parser } = createRequire(`${folder}/`)('@asyncapi/parser');
const { document, diagnostics } = await new Parser().parse(readFileSync(path, 'utf8'));
const wrong = diagnostics.filter(({ severity }) => severity < 2);
for (const { code, path, message } of wrong) console.log(code, path.join('.'), message);
if (wrong.length > 0 || !document) process.exit(1);
console.log(`${document.allMessages().length} messages`);
