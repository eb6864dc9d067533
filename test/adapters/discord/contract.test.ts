import { adapterContract } from "../../contracts/adapter.ts";
import { discordSurface } from "../../contracts/discord.ts";

adapterContract(discordSurface);
