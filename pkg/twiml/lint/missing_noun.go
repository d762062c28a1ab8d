package lint

// missingNoun finds verbs that are about their noun, without one.
func missingNoun(p *pass, n *node) {
	if n.within("Response") && n.is("Connect", "Start", "Stop", "Refer") && bare(n) {
		example := map[string]string{"Refer": "<Sip>sip:…</Sip>", "Connect": `<Stream url="wss://…"/>`, "Start": `<Stream url="wss://…"/>`, "Stop": `<Stream name="…"/>`}
		p.report(n.Pos, "", "<%s> has nothing in it and does nothing; put the noun into it, such as %s", n.Name, example[n.Name])
	}
}
