/**
 * A page of the demonstration, beside the controller, that signs somebody in: a browser keeps cookies by the host alone,
 * so that what this page sets opens the console. It knows the passwords because the demonstration made the accounts.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Credentials } from './month/people.ts';
import type { SignIns } from './sign-in.ts';
import { doorTexts } from './texts.ts';

export interface Door {
  /** a secret: whoever opens it chooses who they are */
  url: string;
  close(): void;
}

/** @param consoleUrl where somebody who is signed in goes */
export async function openDoor(signIns: SignIns, consoleUrl: string, people: readonly Credentials[]): Promise<Door> {
  const secret = randomBytes(18).toString('base64url');
  const server: Server = createServer((request, response) => {
    const [, given, who] = (request.url ?? '').split('/');
    const person = people.find(({ phone }) => phone === who);
    if (given !== secret) return void response.writeHead(404).end();
    if (person === undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      return void response.end(pageOf(secret, people));
    }
    void signIns.linesOf(person).then(
      (cookies) => response.writeHead(303, { location: consoleUrl, 'set-cookie': cookies }).end(),
      (error: Error) => response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' }).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secret}/`,
    close: () => void server.close(),
  };
}

const pageOf = (secret: string, people: readonly Credentials[]): string => `<!doctype html><html lang="vi">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${doorTexts.title}</title>
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem;color:#1a1c1a;background:#faf9f6}
a{display:block;padding:.8rem 1rem;margin:.6rem 0;border:1px solid #b9b6ac;border-radius:8px;color:inherit;text-decoration:none;background:#fff}
small{color:#55584f;display:block}</style>
<h1>${doorTexts.title}</h1><p>${doorTexts.lead}</p>
${people.map(({ name, phone, role }) => `<a href="/${secret}/${phone}">${name}<small>${doorTexts.roles[role] ?? role}</small></a>`).join('\n')}
</html>`;
