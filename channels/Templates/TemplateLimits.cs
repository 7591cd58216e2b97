namespace Engagement.Templates;

/// <summary>How much one message may cost. A template that wants more is wrong, or hostile.</summary>
public static class TemplateLimits
{
    /// <summary>Characters of one part's source.</summary>
    public const int SourceMax = Definitions.Reading.Limits.TemplatePartMax;

    /// <summary>Characters that one part of a message, its layout included, may write.</summary>
    public const int OutputMax = 256 * 1024;

    /// <summary>Steps of a loop and of all that runs inside of it.</summary>
    public const int StepsMax = 1000;

    /// <summary>Characters of all the texts that expressions of one part make on their way.</summary>
    public const int WorkMax = 4 * 1024 * 1024;

    /// <summary>Expressions and statements that a part may work out, and elements that its functions take.</summary>
    public const int EffortMax = 200_000;

    /// <summary>How deep expressions and blocks may nest in the source.</summary>
    public const int NestingMax = 60;

    /// <summary>
    /// How deep a source may nest as the engine sees it: a chain of <c>else if</c> or of members nests, too. All of it
    /// is walked through on the stack.
    /// </summary>
    public const int TreeDepthMax = 400;

    /// <summary>How deep lists and objects may nest in a value.</summary>
    public const int HeldDepthMax = 100;

    /// <summary>How many values a list or an object may hold, those of the lists and objects in it included.</summary>
    public const int HeldMax = 100_000;

    /// <summary>How deep lists and objects may nest in a value that is printed.</summary>
    public const int ValueDepthMax = 12;

    /// <summary>How deep elements may nest in HTML.</summary>
    public const int MarkupDepthMax = 100;

    /// <summary>
    /// How many tags one part of HTML may have: a parser repeats elements that were not closed before each of them.
    /// </summary>
    public const int TagsMax = 10_000;

    /// <summary>How deep functions may call each other.</summary>
    public const int CallDepthMax = 20;

    /// <summary>Bits of a whole number; a product of two of these is the largest number ever made.</summary>
    public const int NumberBitsMax = 256;

    /// <summary>
    /// When all parts of one message are given up for now. It decides nothing about the template, whose own limits are
    /// those above and are met long before on any machine that is awake.
    /// </summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(30);
}
