import { describe, expect, it } from "vitest";
import { addressOf } from "../src/data/routes";

describe("the address of a route", () => {
  it("holds whatever stands in its names, and begins where the page lies", () => {
    const address = addressOf("/api/lots/{lot}/{wish}", { lot: "a/b 1", wish: "release" });
    expect(address).toBe("api/lots/a%2Fb%201/release");
  });

  it("asks for each of several, and not by what is not set", () => {
    const query = { signal: ["a", "b"], since: 0, until: null, words: "", most: undefined };
    expect(addressOf("/api/history", {}, query)).toBe("api/history?signal=a&signal=b&since=0&words=");
  });
});
