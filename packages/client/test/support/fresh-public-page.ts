/** The groups of a status page as the server's own page reads them for editing, not those of some minutes ago. */
export async function freshPublicPage(url: string, slug: string): Promise<unknown> {
  const response = await fetch(`${url}/api/status-page/${slug}?fresh=${Math.random()}`);
  return Reflect.get(Object(await response.json()), "publicGroupList");
}
