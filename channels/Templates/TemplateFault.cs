using Scriban.Parsing;
using Scriban.Syntax;

namespace Engagement.Templates;

/// <summary>
/// Why a template could not be filled in, as one of a few sentences. The engine's own may quote what customers said, so
/// none of them is passed on.
/// </summary>
sealed record TemplateFault(string Sentence)
{
    public static readonly TemplateFault Language = new("It is not written in the language of templates.");
    public static readonly TemplateFault Time =
        new($"It takes longer than {TemplateLimits.TimeMax.TotalSeconds} s to fill in.");

    public static readonly TemplateFault Steps = new($"Its loops take more than {TemplateLimits.StepsMax} steps.");
    public static readonly TemplateFault Effort =
        new($"It works out more than {TemplateLimits.EffortMax} expressions.");

    public static readonly TemplateFault Held = new($"A value holds more than {TemplateLimits.HeldMax} others.");
    public static readonly TemplateFault Output =
        new($"It writes or holds more than {TemplateLimits.OutputMax} characters.");

    public static readonly TemplateFault Work =
        new($"It makes more than {TemplateLimits.WorkMax} characters on its way.");

    public static readonly TemplateFault Number = new("It makes too large a number.");
    public static readonly TemplateFault Depth = new("Values, blocks or calls nest too deeply in it.");
    public static readonly TemplateFault Function = new("It calls a function that there is not.");
    public static readonly TemplateFault Kind = new("A value is of another kind than is needed here.");

    /// <summary>What the engine says of each; whatever else it says is about a value.</summary>
    static readonly (string Said, TemplateFault Fault)[] s_engine =
    [
        ("iteration limit", Steps),
        ("LoopLimit", Steps),
        ("loop limit", Steps),
        ("LimitToString", Output),
        ("too deeply nested", Depth),
        ("recursive", Depth),
        ("depth", Depth),
        ("was not found", Function),
        ("not a valid function", Function),
        ("Invalid target function", Function),
    ];

    public static TemplateFault Of(ScriptRuntimeException error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is TemplateLimitException limit)
            {
                return limit.Fault;
            }
        }

        return s_engine.FirstOrDefault(
            known => error.OriginalMessage.Contains(known.Said, StringComparison.OrdinalIgnoreCase)).Fault ?? Kind;
    }
}

/// <summary>One of our own limits was met.</summary>
sealed class TemplateLimitException(SourceSpan span, TemplateFault fault, string message)
    : ScriptRuntimeException(span, message)
{
    public TemplateFault Fault => fault;
}
