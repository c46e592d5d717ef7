import { afterEach, describe, expect, it, vi } from "vitest";
import { Service } from "../src/data/service";

const NOT_SIGNED_IN = () =>
  new Response(JSON.stringify({ error: "not_signed_in", text: "Sign in." }), { status: 401 });

afterEach(() => void vi.unstubAllGlobals());

describe("an answer that nobody is signed in", () => {
  it.each([
    ["of whoever is here still", "one", 1],
    ["of whoever was here before", "another", 0],
  ])("%s is taken for what it says", async (_, csrf, times) => {
    const service = new Service();
    service.signedOut = vi.fn();
    service.csrf = "one";
    vi.stubGlobal("fetch", () => {
      service.csrf = csrf;
      return Promise.resolve(NOT_SIGNED_IN());
    });
    await expect(service.get("/api/session")).rejects.toThrow();
    expect(service.signedOut).toHaveBeenCalledTimes(times);
  });
});
