namespace Microsoft.ML.NeuralOperators.Reports;

/// <summary>How a page looks.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --page: light-dark(#fff, #14171c); --ink: light-dark(#1b2430, #e4e8ee); --soft: light-dark(#566173, #a3adbb);
          --line: light-dark(#dde2e9, #333a45); --tint: light-dark(#f5f7fa, #1c2027);
          --curve-1: light-dark(#1f5fa8, #6db3f2); --curve-2: light-dark(#b04a12, #f0955a);
          --curve-3: light-dark(#237a48, #66c98d); --curve-4: light-dark(#6a3fb0, #b794f4);
        }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 1rem/1.55 system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; font-variant-numeric: tabular-nums;
          -webkit-text-size-adjust: 100%; -webkit-print-color-adjust: exact; print-color-adjust: exact }
        main { max-width: 70rem; margin: 0 auto; padding: 2.5rem 1rem 4rem }
        h1 { font-size: clamp(1.5rem, 1.2rem + 1.5vw, 2.1rem); line-height: 1.2; letter-spacing: -.01em;
          margin: 0 0 1rem; text-wrap: balance }
        h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 .75rem;
          border-top: 1px solid var(--line); padding-top: .75rem }
        h3 { font-size: .95rem; margin: 1.75rem 0 .5rem }
        main > p { max-width: 44rem; margin: .75rem 0; text-wrap: pretty }

        dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1.5rem 0 }
        dl > div { display: flex; flex-direction: column-reverse; justify-content: flex-end;
          background: var(--tint); border-radius: .5rem; padding: .7rem 1rem }
        dt { color: var(--soft); font-size: .85rem; line-height: 1.35 }
        dd { margin: 0; font-size: 1.5rem; font-weight: 600; line-height: 1.3 }

        .table { overflow-x: auto } table { border-collapse: collapse; font-size: .95rem }
        th, td { padding: .4rem 1rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400 }
        th:first-child { text-align: left; padding-left: 0 }
        :is(th, td):last-child { padding-right: 0 }
        [scope=col] { color: var(--soft); font-weight: 600; vertical-align: bottom }

        .fields { --gap: 1rem; display: grid; grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
          gap: 1.25rem var(--gap); max-width: calc(var(--columns) * 17.5rem) }
        figure { grid-column: span var(--images); margin: 0; min-width: 0 }
        .images { display: grid; grid-template-columns: repeat(var(--images), minmax(0, 1fr)); gap: var(--gap) }
        .images > div { align-self: end }
        .images p { margin: 0 0 .3rem; font-size: .9rem; line-height: 1.3 }
        .images img { display: block; width: 100%; height: auto; outline: 1px solid var(--line) }
        .cells { image-rendering: pixelated }
        figcaption { margin-top: .6rem; font-size: .85rem; line-height: 1.35; text-align: center }
        small { font-size: 1em; color: var(--soft) }
        .bar { height: .6rem; outline: 1px solid var(--line) }
        .ticks { display: grid; grid-template-columns: 1fr auto 1fr; margin: .2rem 0 .1rem; font-size: .8rem; color: var(--soft) }
        .ticks :first-child { text-align: left } .ticks :last-child { text-align: right }

        .chart { display: block; width: 100%; max-width: 44rem; height: auto }
        .chart text { font-size: 13px; fill: var(--soft) }
        .grid { stroke: var(--line) } .curve { fill: none; stroke-width: 2; stroke-linejoin: round }

        @media (max-width: 48rem) {
          main { padding-top: 1.5rem }
          table { font-size: .75rem; width: 100% } th, td { padding: .4rem .25rem; line-height: 1.35 }
          .fields { --gap: .75rem; grid-template-columns: repeat(2, minmax(0, 1fr)); grid-auto-flow: dense }
          figure { grid-column: 1 / -1 } figure:has(.images > :only-child):not(:only-child) { grid-column: auto }
          .images { grid-template-columns: repeat(2, minmax(0, 1fr)) } .images > :only-child { grid-column: 1 / -1 }
          .chart text { font-size: 19px } .curve { stroke-width: 3 }
        }
        """;
}
