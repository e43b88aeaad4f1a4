/** The sentence of english/mistake, in Chinese. */

export const mistake = 'Incept 出现内部错误，这是我们的问题；详情见日志';
