/** A browser that installs the app: it keeps one cookie and follows no redirects by itself. */
export function createBrowser(origin: string, language = "en") {
  let cookie = "";
  const get = async (path: string): Promise<Response> => {
    const headers = { "accept-language": language, ...(cookie && { cookie }) };
    const response = await fetch(new URL(path, origin), { redirect: "manual", headers });
    const [set] = response.headers.getSetCookie();
    if (set) cookie = set.split(";", 1)[0] ?? "";
    return response;
  };
  return {
    get,
    forgetCookies(): void {
      cookie = "";
    },
    /** Opens the installation page and gives back what it asks Slack for. */
    async begin(): Promise<URLSearchParams> {
      const response = await get("/slack/install");
      return new URL(response.headers.get("location") ?? "about:blank").searchParams;
    },
    /** Comes back from Slack's page. */
    finish: (query: Record<string, string>): Promise<Response> => get(`/slack/oauth_redirect?${new URLSearchParams(query)}`),
  };
}
