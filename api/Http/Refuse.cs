using Engagement.Problems;
using Engagement.Schema;

namespace Engagement.Http;

/// <summary>What a member that has the right type may still not say.</summary>
static class Refuse
{
    public static void LongerThan(int max, string? text, string pointer)
    {
        if (text?.EnumerateRunes().Count() > max)
        {
            throw Flawed(new(pointer, "It is too long.", $"at most {max} characters"));
        }
    }

    public static void Blank(string text, string pointer)
    {
        if (Identifier.IsBlank(text))
        {
            throw Flawed(new(pointer, "It says nothing.", "some text"));
        }
    }

    public static void Unless(bool fine, string pointer, string reason, string expected)
    {
        if (!fine)
        {
            throw Flawed(new(pointer, reason, expected));
        }
    }

    static RefusedException Flawed(Flaw flaw) =>
        new(ProblemKind.Invalid.Because("The body does not fit; 'errors' says where.", flaw));
}
