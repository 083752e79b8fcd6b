import { config } from 'zod';

// Zod compiles its parsers with `new Function` unless told otherwise; the content security policy forbids that. This
// module must be the first import of the program, because zod asks when a schema is made.
config({ jitless: true });
