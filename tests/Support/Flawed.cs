using FsCheck;
using FsCheck.Fluent;

namespace Engagement.Tests.Support;

/// <summary>A good text with a few characters in it that do not belong there.</summary>
sealed record Flawed(string Good, (int At, char By)[] Flaws)
{
    const int Far = 1_000_000;

    public string Text
    {
        get
        {
            var text = Good.ToCharArray();
            foreach (var (at, by) in Flaws)
            {
                text[at % text.Length] = by;
            }

            return new(text);
        }
    }

    public override string ToString() => Text;

    /// <param name="goods">One of them is taken.</param>
    /// <param name="letters">What a flaw may be.</param>
    public static Arbitrary<Flawed> Any(string[] goods, string letters)
    {
        var flaws = Some(
            from at in Gen.Choose(0, Far)
            from flaw in Gen.Elements(letters.ToCharArray())
            select (at, flaw));
        return Arb.From(
            from good in Gen.Elements(goods)
            from some in flaws.Generator
            select new Flawed(good, some),
            flawed => flaws.Shrinker(flawed.Flaws).Select(fewer => flawed with { Flaws = fewer }));
    }

    /// <summary>Any number of them; what breaks something is shortened by one after the other.</summary>
    public static Arbitrary<T[]> Some<T>(Gen<T> each) => Arb.From(
        each.ArrayOf(), all => all.Select((_, left) => all.Where((_, i) => i != left).ToArray()));
}
