namespace Orleans.Runtime;

/// <summary>
/// Something that a mailbox runs on its target: a call, a timer's tick, the birth or the end of an activation.
/// </summary>
abstract class Turn
{
    /// <summary>
    /// The next one in the mailbox's line; a list through the turns themselves costs an idle mailbox nothing.
    /// </summary>
    public Turn? Next { get; set; }

    /// <summary>The mailbox that runs it.</summary>
    public Mailbox Mailbox { get; set; } = null!;

    public abstract TurnKind Kind { get; }

    /// <summary>Whether it counts as use, so that idle collection starts anew.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether the next activation may run it when this one ends first.</summary>
    public virtual bool Moves => false;

    /// <summary>Runs within the mailbox and calls <see cref="Mailbox.Finish"/> once, when all of it is done.</summary>
    public abstract void Run();

    /// <summary>It will not run.</summary>
    public abstract void Refuse(Exception reason);
}

enum TurnKind
{
    /// <summary>Alone, except in a reentrant grain.</summary>
    Ordinary,

    /// <summary>Beside others that only read.</summary>
    ReadOnly,

    /// <summary>Whatever else runs.</summary>
    Interleaving,

    /// <summary>Alone even in a reentrant grain; nothing behind it in the line overtakes it.</summary>
    Exclusive,
}
