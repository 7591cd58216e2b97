namespace Orleans.Runtime;

/// <summary>What a reference points to: a grain class, which has many keys, or one observer.</summary>
interface ICallTarget
{
    GrainId IdOf(string key);

    void Send(string key, Turn turn);
}
