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

    /// <summary>How deep expressions and blocks may nest in the source.</summary>
    public const int NestingMax = 60;

    /// <summary>How deep lists and objects may nest in a value that is printed.</summary>
    public const int ValueDepthMax = 12;

    /// <summary>How deep functions may call each other.</summary>
    public const int CallDepthMax = 20;

    /// <summary>Bits of a whole number; a product of two of these is the largest number ever made.</summary>
    public const int NumberBitsMax = 256;

    /// <summary>How long all parts of one message may take together. Honest ones take milliseconds.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(1);
}
